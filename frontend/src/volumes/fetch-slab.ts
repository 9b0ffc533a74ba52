import type { LoadErrorCode } from "./loader-events";
import { convertSlabs, type SlabLayout, storedBytes } from "./slab-conversion";

/** One or more slabs that the server sends one behind the other. */
export interface SlabRequest {
  readonly url: string;
  readonly layouts: readonly SlabLayout[];
}

/** Why a slab could not be had; `code` travels from a worker as plain data. */
export class SlabFailure extends Error {
  readonly code: LoadErrorCode;
  readonly status: number | null;

  constructor(code: LoadErrorCode, status: number | null) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

const PAUSES_MS = [300, 1000, 3000];

/** Fetches and converts. @throws SlabFailure */
export async function fetchSlabs(
  { url, layouts }: SlabRequest,
  signal: AbortSignal,
  pauses_ms: readonly number[] = PAUSES_MS,
): Promise<Uint16Array<ArrayBuffer>> {
  return convertSlabs(await fetchBytes(url, storedBytes(layouts), signal, pauses_ms), layouts);
}

/**
 * The bytes behind an address; asks again when the server is not reachable or has a fault.
 * @throws SlabFailure also when there are not as many bytes as expected (null: as many as there are).
 */
export async function fetchBytes(
  url: string,
  expected: number | null,
  signal: AbortSignal,
  pauses_ms: readonly number[] = PAUSES_MS,
): Promise<ArrayBuffer> {
  for (const pause_ms of [...pauses_ms, null]) {
    try {
      return await fetchOnce(url, expected, signal);
    } catch (error) {
      const failure = asFailure(error);
      if (signal.aborted || pause_ms === null || !mayPass(failure)) {
        throw failure;
      }
      await new Promise((resume) => setTimeout(resume, pause_ms));
    }
  }
  throw new SlabFailure("unreachable", null);
}

async function fetchOnce(
  url: string,
  expected: number | null,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal, credentials: "same-origin" });
  if (!response.ok) {
    throw new SlabFailure(codeOf(response.status), response.status);
  }
  const buffer = await response.arrayBuffer();
  if (expected !== null && buffer.byteLength !== expected) {
    throw new SlabFailure("wrong-length", response.status);
  }
  return buffer;
}

function asFailure(error: unknown): SlabFailure {
  return error instanceof SlabFailure ? error : new SlabFailure("unreachable", null);
}

function codeOf(status: number): LoadErrorCode {
  if (status === 401 || status === 403) {
    return "sign-in-needed";
  }
  return status < 500 ? "not-found" : "server";
}

function mayPass({ code }: SlabFailure): boolean {
  return code === "unreachable" || code === "server";
}

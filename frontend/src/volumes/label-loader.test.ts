import { expect, test, vi } from "vitest";
import type { Vec3 } from "@/geometry";
import { SlabFailure } from "./fetch-slab";
import { LabelLoader } from "./label-loader";
import type { OpenedLabels } from "./label-plan";
import type { LoadedLabels } from "./loader-events";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const MOVED = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 40, 0, 0, 0, 1];

function level(id: string, number: number, slices: number, slabSlices: number, step: number) {
  return {
    shape: [slices, 2, 2] as const,
    origin_mm: [0, 0, 0] as Vec3,
    step_i_mm: [1, 0, 0] as Vec3,
    step_j_mm: [0, 1, 0] as Vec3,
    step_k_mm: [0, 0, step] as Vec3,
    slab_slices: slabSlices,
    slabs: Math.ceil(slices / slabSlices),
    url: `${id}/${number}/{slab}`,
  };
}

function labels(
  key: string,
  dtype: "uint8" | "uint16" = "uint8",
  commonFromVolume = IDENTITY,
): OpenedLabels {
  const levels = [level(key, 0, 45, 10, 2), level(key, 1, 25, 25, 4)];
  return { key, descriptor: { id: key, dtype, levels }, commonFromVolume };
}

function mip(key: string) {
  const shape = [4, 2, 2] as const;
  return {
    key,
    descriptor: { id: key, mip: "of", dtype: "uint8" as const, shape, url: `${key}/0` },
  };
}

/** Every byte of an answer is its number. */
class Server {
  readonly asked: string[] = [];
  readonly failing = new Set<string>();
  #answers: (() => void)[] = [];

  readonly fetchBytes = (url: string, bytes: number, signal: AbortSignal): Promise<ArrayBuffer> => {
    this.asked.push(url);
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new SlabFailure("unreachable", null)));
      this.#answers.push(() =>
        this.failing.has(url)
          ? reject(new SlabFailure("not-found", 404))
          : resolve(Uint8Array.from({ length: bytes }, (_, n) => n).buffer),
      );
    });
  };

  async answerAll(): Promise<void> {
    while (this.#answers.length > 0) {
      for (const answer of this.#answers.splice(0)) answer();
      await new Promise((resume) => setTimeout(resume));
    }
  }
}

function opened(
  volumes: readonly OpenedLabels[],
  mips: ReturnType<typeof mip>[] = [],
  focusZ_mm = 55,
) {
  const server = new Server();
  const loader = new LabelLoader({ fetchBytes: server.fetchBytes, concurrency: 1 });
  loader.setFocus([0, 0, focusZ_mm]);
  loader.open(volumes, mips);
  return { server, loader };
}

test("the coarse levels of all come first, then projections, then what is looked at, then outwards", async () => {
  const { server } = opened([labels("a"), labels("b", "uint8", MOVED)], [mip("m")]);
  await server.answerAll();
  expect(server.asked.slice(0, 5)).toEqual(["a/1/0", "b/1/0", "m/0", "a/0/2", "b/0/0"]);
  expect(server.asked).toHaveLength(2 + 1 + 5 + 5);
});

test("a moved focus changes the order of what is still to come", async () => {
  const { server, loader } = opened([labels("a")]);
  loader.setFocus([0, 0, 5]);
  await server.answerAll();
  expect(server.asked).toEqual(["a/1/0", "a/0/0", "a/0/1", "a/0/2", "a/0/3", "a/0/4"]);
});

test("labels come as they are stored, without the padding of the last slab", async () => {
  const { server, loader } = opened([labels("a"), labels("b", "uint16")]);
  const chunks: LoadedLabels[] = [];
  loader.on("chunk", (chunk) => void chunks.push(chunk));
  await server.answerAll();
  const last = chunks.filter(({ level: number, slab }) => number === 0 && slab === 4);
  expect(last.map(({ volume, firstSlice, slices }) => [volume, firstSlice, slices])).toEqual([
    ["a", 40, 5],
    ["b", 40, 5],
  ]);
  expect([...(last[0]?.labels ?? [])]).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(last[1]?.labels).toBeInstanceOf(Uint16Array);
  expect([...(last[1]?.labels ?? [])].slice(0, 3)).toEqual([0x0100, 0x0302, 0x0504]);
  expect(last[1]?.labels).toHaveLength(20);
});

test("what cannot be had is told, the others still come, and it can be asked for again", async () => {
  const { server, loader } = opened([labels("a")]);
  const onError = vi.fn();
  loader.on("error", onError);
  server.failing.add("a/0/3");
  await server.answerAll();
  expect(onError.mock.calls).toEqual([[{ volume: "a", code: "not-found", status: 404 }]]);
  expect(loader.progress("a")).toMatchObject({ coarse: true, complete: false, fraction: 0.8 });
  server.failing.clear();
  loader.retry();
  await server.answerAll();
  expect(loader.progress("a").complete).toBe(true);
});

test("opening others keeps what is there and forgets what is gone", async () => {
  const { server, loader } = opened([labels("a"), labels("b")]);
  await server.answerAll();
  const before = server.asked.length;
  loader.open([labels("a"), labels("c")]);
  await server.answerAll();
  expect(server.asked.slice(before).every((url) => url.startsWith("c/"))).toBe(true);
  expect(loader.progress("a").complete).toBe(true);
  expect(loader.progress("b")).toMatchObject({ coarse: false, complete: false });
});

test("after a lost graphics context everything is asked for again", async () => {
  const { server, loader } = opened([labels("a")], [mip("m")]);
  await server.answerAll();
  loader.restart();
  await server.answerAll();
  expect(server.asked).toHaveLength(2 * 7);
});

test("a closed loader ends its requests and tells nothing any more", async () => {
  const { server, loader } = opened([labels("a")]);
  const told = vi.fn();
  for (const event of ["chunk", "progress", "error"] as const) loader.on(event, told);
  loader.close();
  await server.answerAll();
  expect(told).not.toHaveBeenCalled();
  expect(server.asked).toEqual(["a/1/0"]);
});

test("levels that do not fit into a texture are not asked for", async () => {
  const server = new Server();
  const loader = new LabelLoader({ fetchBytes: server.fetchBytes, longestTextureSide: 30 });
  loader.open([labels("a")]);
  await server.answerAll();
  expect(server.asked).toEqual(["a/1/0"]);
  expect(loader.progress("a").complete).toBe(true);
});

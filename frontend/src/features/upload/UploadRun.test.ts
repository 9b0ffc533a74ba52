import { describe, expect, it, vi } from "vitest";
import { ApiFailure } from "@/api/failure";
import type { ChosenFile } from "./batches";
import type { SendBatch } from "./sendBatch";
import { UploadRun } from "./UploadRun";
import { nothingUploaded, type UploadProgress } from "./uploadProgress";

const files = (count: number, bytes = 1_000): ChosenFile[] =>
  Array.from({ length: count }, (_, i) => ({
    file: new File([new Uint8Array(bytes)], `IM${i}`),
    path: `T1/IM${i}`,
  }));

function started(send: SendBatch, chosen: ChosenFile[]) {
  let progress: UploadProgress = nothingUploaded;
  const waits: number[] = [];
  const run = new UploadRun({
    send,
    onChange: (now) => {
      progress = now;
    },
    wait: async (seconds) => {
      waits.push(seconds);
    },
  });
  run.add(chosen);
  return {
    run,
    waits,
    now: () => progress,
    settled: () =>
      vi.waitFor(() => expect(["done", "stopped", "cancelled"]).toContain(progress.phase)),
  };
}

const allStored: SendBatch = async (batch) => ({
  stored: batch.files.length,
  already_there: 0,
  refused: [],
});

describe("an upload", () => {
  it("sends every file once and ends with what the server counted", async () => {
    const sent: string[] = [];
    const { now, settled } = started(async (batch, onSent, signal) => {
      sent.push(...batch.files.map(({ path }) => path));
      onSent(batch.bytes);
      return allStored(batch, onSent, signal);
    }, files(130));
    await settled();
    expect(new Set(sent).size).toBe(130);
    expect(sent).toHaveLength(130);
    expect(now()).toMatchObject({
      phase: "done",
      files: 130,
      filesSettled: 130,
      stored: 130,
      fraction: 1,
    });
  });

  it("never has more than two requests on their way", async () => {
    let now = 0;
    let most = 0;
    const { settled } = started(async (batch, onSent, signal) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return allStored(batch, onSent, signal);
    }, files(400));
    await settled();
    expect(most).toBe(2);
  });

  it("names each refused file with the server's reason and goes on with the others", async () => {
    const { now, settled } = started(
      async (batch) => ({
        stored: batch.files.length - 1,
        already_there: 0,
        refused: [{ name: batch.files[0]?.path ?? "", why: "This is not a DICOM file." }],
      }),
      files(80),
    );
    await settled();
    expect(now()).toMatchObject({ phase: "done", stored: 78 });
    expect(now().refused).toEqual([
      { name: "T1/IM0", reason: { sentence: "This is not a DICOM file." } },
      { name: "T1/IM40", reason: { sentence: "This is not a DICOM file." } },
    ]);
  });

  it("keeps trying, ever more patiently, while the server is away, and loses nothing", async () => {
    let failures = 5;
    const { now, settled, waits } = started(async (batch, onSent, signal) => {
      if (failures-- > 0) throw new ApiFailure("unreachable", 0);
      return allStored(batch, onSent, signal);
    }, files(3));
    await settled();
    expect(waits).toEqual([1, 2, 4, 8, 15]);
    expect(now()).toMatchObject({ phase: "done", stored: 3, filesSettled: 3 });
  });

  it("gives up on a request after three errors of the server, and says so for its files", async () => {
    const { now, settled } = started(async () => {
      throw new ApiFailure("server-error", 500, "server-error", "Something went wrong.");
    }, files(2));
    await settled();
    expect(now()).toMatchObject({ phase: "done", stored: 0, filesSettled: 2 });
    expect(now().refused.map(({ reason }) => reason)).toEqual([
      { sentence: "Something went wrong." },
      { sentence: "Something went wrong." },
    ]);
  });

  it("sends in halves what is too much at once, down to the one file that is", async () => {
    const { now, settled } = started(async (batch, onSent, signal) => {
      if (batch.files.some(({ path }) => path === "T1/IM5")) throw new ApiFailure("too-large", 413);
      return allStored(batch, onSent, signal);
    }, files(8));
    await settled();
    expect(now()).toMatchObject({ stored: 7, filesSettled: 8 });
    expect(now().refused).toEqual([{ name: "T1/IM5", reason: { kind: "too-large" } }]);
  });

  it("sets a file aside that cannot be read any more, instead of waiting for ever", async () => {
    const chosen = files(3);
    const gone = chosen[1];
    if (!gone) throw new Error("no file");
    gone.file.slice = () => {
      throw new DOMException("gone", "NotFoundError");
    };
    const { now, settled } = started(async (batch, onSent, signal) => {
      if (batch.files.includes(gone)) throw new ApiFailure("unreachable", 0);
      return allStored(batch, onSent, signal);
    }, chosen);
    await settled();
    expect(now()).toMatchObject({ phase: "done", stored: 2, filesSettled: 3 });
    expect(now().refused).toEqual([{ name: "T1/IM1", reason: { kind: "unreadable" } }]);
  });

  it("stops when nobody is logged in any more, and goes on from there", async () => {
    let loggedIn = false;
    const { now, run, settled } = started(async (batch, onSent, signal) => {
      if (!loggedIn) throw new ApiFailure("not-logged-in", 401);
      return allStored(batch, onSent, signal);
    }, files(90));
    await settled();
    expect(now()).toMatchObject({ phase: "stopped", stored: 0, stoppedBecause: "not-logged-in" });
    loggedIn = true;
    run.resume();
    await vi.waitFor(() => expect(now().phase).toBe("done"));
    expect(now()).toMatchObject({ stored: 90, filesSettled: 90 });
  });

  it("ends at once when it is cancelled", async () => {
    let sent = 0;
    const { now, run, settled } = started(
      (_batch, _onSent, signal) =>
        new Promise((_, reject) => {
          sent += 1;
          signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        }),
      files(400),
    );
    run.cancel();
    await settled();
    expect(now()).toMatchObject({ phase: "cancelled", stored: 0 });
    expect(sent).toBe(2);
  });

  it("takes more files while it runs", async () => {
    const { now, run, settled } = started(allStored, files(50));
    run.add(files(10));
    await settled();
    expect(now()).toMatchObject({ files: 60, filesSettled: 60, stored: 60 });
  });
});

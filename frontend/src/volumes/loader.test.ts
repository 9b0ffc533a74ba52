import { expect, test, vi } from "vitest";
import type { Vec3 } from "@/geometry";
import type {
  ComparisonDescriptor,
  MipDescriptor,
  TimePointDescriptor,
  VolumeDescriptor,
} from "./descriptor";
import { SlabFailure, type SlabRequest } from "./fetch-slab";
import { VolumeLoader } from "./loader";
import { voxelsOf } from "./slab-conversion";
import type { SlabSource } from "./slab-workers";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

function level(id: string, number: number, slices: number, slabSlices: number, step: number) {
  return {
    shape: [slices, 2, 2] as const,
    origin_mm: [0, 0, 0] as Vec3,
    step_i_mm: [1, 0, 0] as Vec3,
    step_j_mm: [0, 1, 0] as Vec3,
    step_k_mm: [0, 0, step] as Vec3,
    dtype: "int16" as const,
    slab_slices: slabSlices,
    slabs: Math.ceil(slices / slabSlices),
    slope: [1],
    intercept: [0],
    url: `${id}/${number}/{slab}`,
  };
}

function volume(id: string): VolumeDescriptor {
  return {
    id,
    quantity: "HU",
    range: [-1000, 1000],
    robust_max: 900,
    levels: [level(id, 0, 50, 10, 2), level(id, 1, 25, 25, 4)],
    body_centre_mm: [0, 0, 50],
  };
}

const MIP: MipDescriptor = {
  id: "mip",
  quantity: "BQML",
  angles: 4,
  shape: [4, 2, 2],
  u0_mm: 0,
  du_mm: 1,
  z0_mm: 0,
  dz_mm: 1,
  centre_mm: [0, 0],
  slope: 1,
  intercept: 0,
  url: "mip/{slab}",
  thumbnail_url: null,
};

function comparison(...points: Partial<TimePointDescriptor>[]): ComparisonDescriptor {
  const none = { ct: null, pet: null, mip: null, to_common: IDENTITY };
  const time_points = points.map((point) => ({ ...none, ...point }) as TimePointDescriptor);
  const patient = { key: "", id: "", name: "", birth_date: null, sex: null };
  return { patient, time_points };
}

/** Answers one request at a time, when it is told to. */
class Server implements SlabSource {
  readonly asked: string[] = [];
  readonly failing = new Set<string>();
  #answers: (() => void)[] = [];

  get({ url, layouts }: SlabRequest, signal: AbortSignal): Promise<Uint16Array<ArrayBuffer>> {
    this.asked.push(url);
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new SlabFailure("unreachable", null)));
      this.#answers.push(() =>
        this.failing.has(url)
          ? reject(new SlabFailure("server", 500))
          : resolve(new Uint16Array(voxelsOf(layouts))),
      );
    });
  }

  close(): void {}

  async answerAll(): Promise<void> {
    while (this.#answers.length > 0) {
      for (const answer of this.#answers.splice(0)) {
        answer();
      }
      await new Promise((resume) => setTimeout(resume));
    }
  }

  async answerOne(): Promise<void> {
    this.#answers.shift()?.();
    await new Promise((resume) => setTimeout(resume));
  }
}

function opened(descriptor: ComparisonDescriptor, focusZ_mm: number, concurrency = 1) {
  const source = new Server();
  const loader = new VolumeLoader({ source, concurrency });
  loader.setFocus([0, 0, focusZ_mm]);
  loader.open(descriptor);
  return { source, loader };
}

test("something of everything comes first, then what is looked at in all columns, then outwards", async () => {
  const { source } = opened(comparison({ ct: volume("a") }, { ct: volume("b") }), 55);
  await source.answerAll();
  expect(source.asked).toEqual(
    "a/1/0 b/1/0 a/0/2 b/0/2 a/0/3 b/0/3 a/0/1 b/0/1 a/0/4 b/0/4 a/0/0 b/0/0".split(" "),
  );
});

const LOOK = { focus_mm: [0, 0, 50] as Vec3, toCommon: [IDENTITY, IDENTITY] };

test("the first pictures have one request, and nothing else is asked for before they are there", async () => {
  const source = new Server();
  const loader = new VolumeLoader({ source, concurrency: 5 });
  const onChunk = vi.fn();
  loader.on("chunk", onChunk);
  loader.open(comparison({ ct: volume("a"), mip: MIP }, { ct: volume("b") }), LOOK);
  await source.answerAll();
  expect(source.asked).toEqual(["/volumes/together?of=a/1/0&of=b/1/0"]);
  expect(onChunk.mock.calls.map(([{ volume, level }]) => [volume, level])).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
  loader.release();
  await source.answerAll();
  expect(source.asked).toHaveLength(1 + 2 + 1 + 5 + 5);
});

test("when the first pictures cannot be had together, everything is asked for piece by piece", async () => {
  const source = new Server();
  source.failing.add("a/1/0");
  const loader = new VolumeLoader({ source, concurrency: 5 });
  const onError = vi.fn();
  loader.on("error", onError);
  loader.open(comparison({ ct: volume("a") }), LOOK);
  await source.answerAll();
  expect(source.asked.slice(0, 2)).toEqual(["a/1/0", "a/1/0"]);
  expect(source.asked).toHaveLength(1 + 1 + 5);
  expect(onError.mock.calls).toEqual([[{ volume: "a", code: "server", status: 500 }]]);
});

test("a level in thin slabs comes in one answer", async () => {
  const source = new Server();
  const loader = new VolumeLoader({ source });
  const thin = { ...volume("a"), levels: [level("a", 0, 50, 8, 2)] };
  const onChunk = vi.fn();
  loader.on("chunk", onChunk);
  loader.open(comparison({ ct: thin }));
  await source.answerAll();
  expect(source.asked).toEqual(["a/0/0-6"]);
  expect(onChunk.mock.calls[0]?.[0]).toMatchObject({ firstSlice: 0, slices: 50 });
  expect(loader.progress("a").complete).toBe(true);
});

test("the focus is looked up through the transform of each time point", async () => {
  const moved = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 40, 0, 0, 0, 1];
  const { source } = opened(
    comparison({ ct: volume("a") }, { ct: volume("b"), to_common: moved }),
    55,
  );
  await source.answerAll();
  expect(source.asked.slice(2, 4)).toEqual(["a/0/2", "b/0/0"]);
});

test("a moved focus changes the order of what is still to come", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 95);
  await source.answerOne();
  loader.setFocus([0, 0, 5]);
  await source.answerAll();
  expect(source.asked).toEqual(["a/1/0", "a/0/4", "a/0/0", "a/0/1", "a/0/2", "a/0/3"]);
});

test("projections come last, unless somebody looks at them", async () => {
  const last = opened(comparison({ ct: volume("a"), mip: MIP }), 55);
  await last.source.answerAll();
  expect(last.source.asked.at(-1)).toBe("mip/0");
  const first = opened(comparison({ ct: volume("a"), mip: MIP }), 55);
  first.loader.wantMip(true);
  await first.source.answerAll();
  expect(first.source.asked.slice(0, 2)).toEqual(["a/1/0", "mip/0"]);
});

test("no more requests are under way than allowed, and none before a chunk has found its place", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55, 2);
  let place = () => {};
  loader.on("chunk", () => new Promise<void>((resolve) => (place = resolve)));
  await source.answerOne();
  expect(source.asked).toHaveLength(2);
  place();
  await source.answerOne();
  expect(source.asked).toHaveLength(3);
});

test("progress counts the finest level and says when it is complete", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55);
  const told: unknown[] = [];
  loader.on("progress", (progress) => told.push(progress));
  await source.answerAll();
  expect(told[0]).toEqual({ volume: "a", coarse: true, complete: false, fraction: 0 });
  expect(told[1]).toEqual({ volume: "a", coarse: true, complete: false, fraction: 0.2 });
  expect(told.at(-1)).toEqual({ volume: "a", coarse: true, complete: true, fraction: 1 });
});

test("a slab that fails is told with its volume, the others still come, and it can be asked for again", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55);
  const onError = vi.fn();
  loader.on("error", onError);
  source.failing.add("a/0/3");
  await source.answerAll();
  expect(onError.mock.calls).toEqual([[{ volume: "a", code: "server", status: 500 }]]);
  expect(loader.progress("a")).toMatchObject({ complete: false, fraction: 0.8 });
  source.failing.clear();
  loader.retry();
  await source.answerAll();
  expect(source.asked.at(-1)).toBe("a/0/3");
  expect(loader.progress("a").complete).toBe(true);
});

test("opening a longer comparison asks only for what is new", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55);
  await source.answerAll();
  const before = source.asked.length;
  loader.open(comparison({ ct: volume("a") }, { ct: volume("b") }));
  await source.answerAll();
  expect(source.asked.slice(before).every((url) => url.startsWith("b/"))).toBe(true);
  expect(source.asked).toHaveLength(12);
});

test("after a lost graphics context everything is asked for again", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55);
  await source.answerAll();
  loader.restart();
  await source.answerAll();
  expect(source.asked).toHaveLength(12);
});

test("a closed loader tells nothing any more", async () => {
  const { source, loader } = opened(comparison({ ct: volume("a") }), 55);
  const onChunk = vi.fn();
  loader.on("chunk", onChunk);
  loader.close();
  await source.answerAll();
  expect(onChunk).not.toHaveBeenCalled();
});

test("levels that do not fit into a texture are not asked for", async () => {
  const source = new Server();
  const loader = new VolumeLoader({ source, longestTextureSide: 30 });
  loader.open(comparison({ ct: volume("a") }));
  await source.answerAll();
  expect(source.asked).toEqual(["a/1/0"]);
  expect(loader.progress("a").complete).toBe(true);
});

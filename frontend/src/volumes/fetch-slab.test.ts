import { expect, test, vi } from "vitest";
import { fetchSlabs } from "./fetch-slab";
import type { SlabLayout } from "./slab-conversion";

const LAYOUT: SlabLayout = {
  dtype: "uint16",
  voxelsPerSlice: 1,
  storedSlices: 2,
  slices: 2,
  slope: [1],
  intercept: [0],
  unit: 1,
};
const REQUEST = { url: "/volumes/x/0/c/0/0/0", layouts: [LAYOUT] };
const NO_PAUSES = [0, 0, 0];

function answers(...responses: (() => Response)[]) {
  const fetching = vi.fn(async () =>
    (responses.shift() ?? (() => new Response(null, { status: 500 })))(),
  );
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

const good = () => new Response(new Uint8Array([1, 2, 0, 0]));
const status = (code: number) => () => new Response(null, { status: code });

test("a server with a passing fault is asked again", async () => {
  const fetching = answers(status(503), status(500), good);
  const halves = await fetchSlabs(REQUEST, new AbortController().signal, NO_PAUSES);
  expect([...halves]).toEqual([0x3c00, 0x4000]);
  expect(fetching).toHaveBeenCalledTimes(3);
});

test.each([
  [401, "sign-in-needed"],
  [403, "sign-in-needed"],
  [404, "not-found"],
] as const)("status %d is not asked again: %s", async (code, expected) => {
  const fetching = answers(status(code));
  await expect(fetchSlabs(REQUEST, new AbortController().signal, NO_PAUSES)).rejects.toMatchObject({
    code: expected,
    status: code,
  });
  expect(fetching).toHaveBeenCalledTimes(1);
});

test("a fault that stays is told after four times", async () => {
  const fetching = answers();
  await expect(fetchSlabs(REQUEST, new AbortController().signal, NO_PAUSES)).rejects.toMatchObject({
    code: "server",
  });
  expect(fetching).toHaveBeenCalledTimes(4);
});

test("half a slab is refused", async () => {
  answers(() => new Response(new Uint8Array([1, 2])));
  await expect(fetchSlabs(REQUEST, new AbortController().signal, NO_PAUSES)).rejects.toMatchObject({
    code: "wrong-length",
  });
});

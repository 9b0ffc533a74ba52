import { describe, expect, it } from "vitest";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import { lengthText, lettersAt, paneModel } from "./paneModel";

const format = (value: number, digits: number) => value.toFixed(digits);
const axial = [{ id: "row", content: "fused", plane: "axial" }] as const;

describe("orientation letters", () => {
  it("are the radiologist's in an untouched patient", () => {
    const upright = [1, 0, 0, 5, 0, 1, 0, 5, 0, 0, 1, 5, 0, 0, 0, 1];
    expect(lettersAt("axial", upright)).toEqual({ left: "R", right: "L", top: "A", bottom: "P" });
    expect(lettersAt("coronal", upright)).toEqual({ left: "R", right: "L", top: "H", bottom: "F" });
    expect(lettersAt("sagittal", upright)).toEqual({
      left: "A",
      right: "P",
      top: "H",
      bottom: "F",
    });
  });

  it("name both directions where a time point lies turned by 30 degrees", () => {
    const cos = Math.cos(Math.PI / 6);
    const sin = Math.sin(Math.PI / 6);
    const turned = [cos, -sin, 0, 0, sin, cos, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    // The picture's right, seen by this patient, is 30 degrees off left, towards anterior.
    expect(lettersAt("axial", turned).right).toBe("LA");
  });
});

describe("the slice position", () => {
  it("is given in each time point's own patient coordinates", () => {
    const descriptor = exampleComparison();
    const state = exampleState(descriptor, { rows: axial, crosshair: [0, 0, 12] });
    expect(paneModel(state, descriptor, placeAt(0, 0), format).position).toBe("z 12.0 mm");
    expect(paneModel(state, descriptor, placeAt(1, 0), format).position).toBe("z 42.0 mm");
  });
});

describe("the crosshair", () => {
  it("lies at the same pixel in every column", () => {
    const descriptor = exampleComparison();
    const state = exampleState(descriptor, { rows: axial, crosshair: [40, -30, 12] });
    const first = paneModel(state, descriptor, placeAt(0, 0), format).crosshair;
    expect(paneModel(state, descriptor, placeAt(1, 0), format).crosshair).toEqual(first);
  });

  it("moves over a MIP from the side as its depth from the front", () => {
    const descriptor = exampleComparison();
    const rows = [{ id: "row", content: "mip", plane: "axial" }] as const;
    const at = (mipAngle: number) => {
      const state = exampleState(descriptor, { rows, crosshair: [40, 30, 0], mipAngle });
      return paneModel(state, descriptor, placeAt(0, 0), format).crosshair?.[0] ?? Number.NaN;
    };
    const middle = 250;
    // u = x from the front, u = y from the patient's right: 40 and 30 mm from the axis.
    expect((at(0) - middle) / (at(90) - middle)).toBeCloseTo(40 / 30, 6);
  });
});

describe("numbers on the picture", () => {
  it("name the windows of what is shown", () => {
    const descriptor = exampleComparison();
    const fused = paneModel(
      exampleState(descriptor, { rows: axial }),
      descriptor,
      placeAt(0, 0),
      format,
    );
    expect(fused.window).toBe("C 40 W 400 · 0 … 7 SUVbw");
    expect(fused.bar).toEqual({ lo: "0", hi: "7", unit: "SUVbw" });
  });

  it("give lengths in centimetres from one centimetre on", () => {
    expect(lengthText(200, format)).toBe("20 cm");
    expect(lengthText(10, format)).toBe("1 cm");
    expect(lengthText(5, format)).toBe("5 mm");
    expect(lengthText(0.5, format)).toBe("0.5 mm");
  });

  it("draw a scale bar that is as long as it says", () => {
    const descriptor = exampleComparison();
    const model = paneModel(
      exampleState(descriptor, { rows: axial }),
      descriptor,
      placeAt(0, 0),
      format,
    );
    // 520 mm over 500 pixels: 10 cm are 96.2 pixels.
    expect(model.scale.text).toBe("10 cm");
    expect(model.scale.pixels).toBeCloseTo(100 / 1.04, 6);
  });
});

import { colourMapRow } from "./colour-maps";
import { labelColourUniforms, labelUniforms } from "./label-painter";
import type { LabelSampling } from "./label-slot";
import type { MipLabelSlot } from "./mip-label-slot";
import type { MipSampling } from "./mip-slot";
import type { CtLayer, Layer, MipPane, PetLayer, SlicePane } from "./panes";
import { type Program, type Programs, TEXTURE_UNITS } from "./programs";
import type { LayerColour, LayerName, LayerSource } from "./shader-source";
import type { Sampled, Sampling } from "./volume-slot";

type SamplingOf = (volume: string, pane: SlicePane) => Sampling | null;

interface Prepared {
  readonly layer: Layer;
  readonly sampling: Sampling;
  readonly colour: LayerColour;
  readonly source: LayerSource;
}

/** t = texel * gain + offset */
interface Gain {
  readonly gain: number;
  readonly offset: number;
}

const DIFFERENCE_MAP = "difference";

function isCt(layer: Layer): layer is CtLayer {
  return "window" in layer;
}

/** A window without a width would divide by zero; it then is a threshold. */
function ramp(lo: number, hi: number, unit: number): Gain {
  const width = Math.max(hi - lo, 1e-6);
  return { gain: unit / width, offset: -lo / width };
}

export function gainOf(layer: Layer, unit: number): Gain {
  if (isCt(layer)) {
    const { centre, width } = layer.window;
    return ramp(centre - width / 2, centre + width / 2, unit);
  }
  return ramp(layer.range[0], layer.range[1], unit * layer.scale);
}

/** Volumes that a pane shows. */
export function volumesOf(pane: SlicePane): readonly string[] {
  const over = pane.difference
    ? [pane.difference.a.volume, pane.difference.b.volume]
    : pane.overlay && pane.opacity > 0
      ? [pane.overlay.volume]
      : [];
  return pane.base ? [pane.base.volume, ...over] : over;
}

/** Draws one pane into the viewport that is set. */
export class PanePainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Programs;

  constructor(gl: WebGL2RenderingContext, programs: Programs) {
    this.#gl = gl;
    this.#programs = programs;
  }

  slice(pane: SlicePane, samplingOf: SamplingOf, labels: LabelSampling | null): void {
    const base = this.#prepare(pane.base, pane, samplingOf);
    const difference = pane.difference;
    const minus = difference ? this.#prepare(difference.b, pane, samplingOf) : null;
    const wanted = difference ? difference.a : pane.opacity > 0 ? pane.overlay : undefined;
    const prepared = this.#prepare(wanted, pane, samplingOf);
    const over = difference && !minus ? null : prepared;
    if (!base && !over && !labels) {
      return;
    }
    const program = this.#programs.activate({
      base: base?.colour ?? "none",
      baseSource: base?.source ?? "whole",
      overlay: over ? (difference ? "difference" : over.colour) : "none",
      overlaySource: over?.source ?? "whole",
      minusSource: minus?.source ?? "whole",
      labels: (labels && pane.labels?.style) ?? "none",
      labelSource: labels?.mixed ? "mixed" : "whole",
      // An area looks at no neighbour.
      someHidden: pane.labels?.style !== "filled" && (labels?.someHidden ?? false),
    });
    const opacity = difference && !pane.base ? 1 : Math.min(Math.max(pane.opacity, 0), 1);
    this.#gl.uniform1f(program.uniform("opacity"), opacity);
    if (base) {
      this.#layer(program, "base", base, gainOf(base.layer, base.sampling.unit));
    }
    if (over && difference && minus) {
      this.#difference(program, over, minus, pane);
    } else if (over) {
      this.#layer(program, "over", over, gainOf(over.layer, over.sampling.unit));
    }
    if (labels && pane.labels) {
      labelUniforms(this.#gl, program, labels, pane.rect);
      labelColourUniforms(this.#gl, program, labels, pane.labels);
    }
    this.#gl.drawArrays(this.#gl.TRIANGLES, 0, 3);
  }

  mip(pane: MipPane, sampling: MipSampling, labels: MipLabelSlot | null): void {
    const gl = this.#gl;
    const tint = labels ? Math.min(Math.max(pane.labels?.tint ?? 0, 0), 1) : 0;
    const program = this.#programs.activate(
      labels ? (tint > 0 ? "mip tinted" : "mip dimmed") : "mip plain",
    );
    labels?.texture?.bind(gl.TEXTURE0 + TEXTURE_UNITS.mipLabels);
    labels?.strength.bind(gl.TEXTURE0 + TEXTURE_UNITS.mipStrength);
    if (tint > 0) {
      labels?.colours.bind(gl.TEXTURE0 + TEXTURE_UNITS.labelColours);
      gl.uniform1f(program.uniform("tint"), tint);
    }
    const { gain, offset } = ramp(pane.range[0], pane.range[1], pane.scale * sampling.unit);
    sampling.texture.bind(gl.TEXTURE0 + TEXTURE_UNITS.frames);
    gl.uniformMatrix3fv(program.uniform("basePlane"), false, sampling.plane);
    gl.uniform2f(program.uniform("baseGain"), gain, offset);
    gl.uniform1i(program.uniform("baseRow"), colourMapRow(pane.colourMap));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #prepare(layer: Layer | undefined, pane: SlicePane, samplingOf: SamplingOf): Prepared | null {
    const sampling = layer ? samplingOf(layer.volume, pane) : null;
    if (!layer || !sampling) {
      return null;
    }
    const colour = isCt(layer) ? "grey" : "map";
    return { layer, sampling, colour, source: sampling.mixed ? "mixed" : "whole" };
  }

  #difference(program: Program, a: Prepared, b: Prepared, pane: SlicePane): void {
    const difference = pane.difference;
    if (!difference) {
      return;
    }
    const [lo, hi] = difference.range;
    const over = ramp(lo, hi, (a.layer as PetLayer).scale * a.sampling.unit);
    const minus = ramp(lo, hi, (b.layer as PetLayer).scale * b.sampling.unit);
    this.#layer(program, "over", a, over, difference.colourMap ?? DIFFERENCE_MAP);
    this.#layer(program, "minus", b, minus);
  }

  #layer(program: Program, name: LayerName, prepared: Prepared, gain: Gain, map?: string): void {
    const gl = this.#gl;
    const { layer, sampling } = prepared;
    this.#sampled(program, name, sampling.whole);
    if (sampling.mixed) {
      const { coarse, slices, slicesPerBit, bits } = sampling.mixed;
      this.#sampled(program, `${name}Coarse`, coarse);
      gl.uniform2f(program.uniform(`${name}Slabs`), slices, slicesPerBit);
      gl.uniform4uiv(program.uniform(`${name}Bits`), bits);
    }
    gl.uniform2f(program.uniform(`${name}Gain`), gain.gain, gain.offset);
    if (!isCt(layer)) {
      gl.uniform1i(program.uniform(`${name}Row`), colourMapRow(map ?? layer.colourMap));
    }
  }

  #sampled(program: Program, name: LayerName | `${LayerName}Coarse`, sampled: Sampled): void {
    const gl = this.#gl;
    sampled.texture.bind(gl.TEXTURE0 + TEXTURE_UNITS[name]);
    gl.uniformMatrix3fv(program.uniform(`${name}Plane`), false, sampled.plane);
  }
}

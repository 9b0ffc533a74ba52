/** The triangles of one structure: a part of the indices of all. */
export interface SurfaceStructure {
  /** Number of the segment. */
  readonly number: number;
  readonly first_triangle: number;
  readonly triangles: number;
}

/** Surfaces of the structures of one organ map, as they are in the file. */
export interface Surfaces {
  readonly structures: readonly SurfaceStructure[];
  /** [vertex][x, y, z] in the patient's mm of that time point. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [vertex][x, y, z, 0], a unit vector out of the structure is 127 long. */
  readonly normals: Int8Array<ArrayBuffer>;
  /** [triangle][3] */
  readonly indices: Uint32Array<ArrayBuffer>;
}

interface Header {
  readonly vertices: number;
  readonly triangles: number;
  readonly structures: readonly SurfaceStructure[];
}

const LENGTH_BYTES = 4;

function count(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function readHeader(buffer: ArrayBuffer, length: number): Header {
  const text = new TextDecoder().decode(new Uint8Array(buffer, LENGTH_BYTES, length));
  const { vertices, triangles, structures } = JSON.parse(text) as Partial<Header>;
  const whole = (one: SurfaceStructure) =>
    count(one.number) &&
    count(one.first_triangle) &&
    count(one.triangles) &&
    one.first_triangle + one.triangles <= (triangles ?? 0);
  if (!count(vertices) || !count(triangles) || !structures?.every(whole)) {
    throw new RangeError("the header of the surfaces does not fit together");
  }
  return { vertices, triangles, structures };
}

/**
 * Looks into the file without copying: length of a JSON header (32 bits, little-endian), the header padded to a multiple of
 * four, then float32[vertices][3] positions, int8[vertices][4] normals, uint32[triangles][3] indices.
 * @throws RangeError (or SyntaxError) when it is not such a file, or not whole.
 */
export function readSurfaces(buffer: ArrayBuffer): Surfaces {
  const length = buffer.byteLength < LENGTH_BYTES ? -1 : new DataView(buffer).getUint32(0, true);
  if (length < 0 || length % 4 !== 0 || LENGTH_BYTES + length > buffer.byteLength) {
    throw new RangeError("these bytes are no surfaces");
  }
  const { vertices, triangles, structures } = readHeader(buffer, length);
  const positionsAt = LENGTH_BYTES + length;
  const normalsAt = positionsAt + vertices * 12;
  const indicesAt = normalsAt + vertices * 4;
  const end = indicesAt + triangles * 12;
  if (end !== buffer.byteLength) {
    throw new RangeError(`${buffer.byteLength} bytes of surfaces instead of ${end}`);
  }
  return {
    structures,
    positions: new Float32Array(buffer, positionsAt, vertices * 3),
    normals: new Int8Array(buffer, normalsAt, vertices * 4),
    indices: new Uint32Array(buffer, indicesAt, triangles * 3),
  };
}

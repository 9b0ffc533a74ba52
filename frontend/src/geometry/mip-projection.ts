import type { Vec3 } from "./vector";

/**
 * The rotating maximum intensity projection looks along v = (-sin a, cos a, 0) and is drawn over u = (cos a, sin a, 0)
 * and z, around a vertical axis through `centre_mm` (x, y). a = 0 is seen from the front, the patient's left on the right.
 */
export interface MipPoint {
  readonly u_mm: number;
  readonly z_mm: number;
  /** Along the line of sight, away from the eye. */
  readonly depth_mm: number;
}

export function projectToMip(
  point_mm: Vec3,
  centre_mm: readonly [number, number],
  angle_deg: number,
): MipPoint {
  const angle = (angle_deg * Math.PI) / 180;
  const x = point_mm[0] - centre_mm[0];
  const y = point_mm[1] - centre_mm[1];
  return {
    u_mm: x * Math.cos(angle) + y * Math.sin(angle),
    z_mm: point_mm[2],
    depth_mm: -x * Math.sin(angle) + y * Math.cos(angle),
  };
}

export function mipToPoint(
  point: MipPoint,
  centre_mm: readonly [number, number],
  angle_deg: number,
): Vec3 {
  const angle = (angle_deg * Math.PI) / 180;
  return [
    centre_mm[0] + point.u_mm * Math.cos(angle) - point.depth_mm * Math.sin(angle),
    centre_mm[1] + point.u_mm * Math.sin(angle) + point.depth_mm * Math.cos(angle),
    point.z_mm,
  ];
}

export interface MipFrame {
  readonly frame: number;
  /** The stored frame is shown from behind: u runs the other way. */
  readonly mirrored: boolean;
}

/** The stored projection nearest to an angle; `frames` of them lie n * 180 / frames degrees apart. */
export function nearestMipFrame(angle_deg: number, frames: number): MipFrame {
  const turn = (((angle_deg % 360) + 360) % 360) / 360;
  const step = Math.round(turn * 2 * frames) % (2 * frames);
  return { frame: step % frames, mirrored: step >= frames };
}

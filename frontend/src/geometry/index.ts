/** Pure geometry of pictures and volumes, in millimetres; mirrors `totalpetview.domain.geometry`. */
export * from "./grid";
export * from "./matrix";
export * from "./mip-projection";
export * from "./organ-path";
export * from "./orientation";
export * from "./scale-bar";
export * from "./slice-view";
export * from "./surface-view";
export * from "./vector";

/** Ties a scene to the page: drawn where the page has room for it. */
import { useEffect, useRef, useState } from "react";
import type { PanePlace } from "@/state/layout";
import type { ComparisonDescriptor } from "@/volumes";
import { takeOver } from "./beforeThePage";
import type { Scene } from "./scene";
import { exposeTestHook } from "./testHook";

export interface SceneParts {
  readonly places: readonly PanePlace[];
  readonly viewport: React.RefObject<HTMLDivElement | null>;
}

export function useScene(scene: Scene, descriptor: ComparisonDescriptor): SceneParts {
  const [places, setPlaces] = useState(scene.places);
  const viewport = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    scene.open();
    scene.onPlaces = setPlaces;
    setPlaces(scene.places);
    takeOver(scene, element);
    const measure = () => scene.resize(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // A window that moves to another screen changes its pixel ratio, not its size.
    window.addEventListener("resize", measure);
    measure();
    const endHook = exposeTestHook(scene);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
      endHook();
      scene.close();
    };
  }, [scene]);

  useEffect(() => {
    if (scene.descriptor !== descriptor) scene.update(descriptor);
  }, [scene, descriptor]);

  return { places, viewport };
}

/** Ties a scene to the page: made with the session, drawn while the page is there. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { PanePlace } from "@/state/layout";
import type { ComparisonDescriptor } from "@/volumes";
import { Scene } from "./scene";
import type { ViewerSession } from "./session";
import { exposeTestHook } from "./testHook";

export interface SceneParts {
  readonly scene: Scene;
  readonly places: readonly PanePlace[];
  readonly viewport: React.RefObject<HTMLDivElement | null>;
}

export function useScene(session: ViewerSession, descriptor: ComparisonDescriptor): SceneParts {
  const first = useRef(descriptor);
  const scene = useMemo(() => new Scene(session, session.store, first.current), [session]);
  const [places, setPlaces] = useState<readonly PanePlace[]>([]);
  const viewport = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    scene.open();
    scene.onPlaces = setPlaces;
    element.prepend(session.canvas);
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
  }, [scene, session]);

  useEffect(() => {
    if (scene.descriptor !== descriptor) scene.update(descriptor);
  }, [scene, descriptor]);

  return { scene, places, viewport };
}

export interface EngineEvents {
  /** Something new can be drawn. */
  changed: () => void;
  /** The graphics card has forgotten everything; nothing can be drawn until "restored". */
  lost: () => void;
  /** Volumes are known but empty: ask the loaders for all chunks again. Tables and surfaces are still there. */
  restored: () => void;
}

/** Who wants to know what happens in the engine. */
export class Listeners {
  readonly #handlers = {
    changed: new Set<() => void>(),
    lost: new Set<() => void>(),
    restored: new Set<() => void>(),
  };

  add(event: keyof EngineEvents, handler: () => void): () => void {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  }

  tell(event: keyof EngineEvents): void {
    for (const handler of this.#handlers[event]) {
      handler();
    }
  }

  clear(): void {
    for (const handlers of Object.values(this.#handlers)) {
      handlers.clear();
    }
  }
}

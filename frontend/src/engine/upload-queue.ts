interface Waiting {
  readonly key: string;
  readonly bytes: number;
  readonly upload: () => void;
  readonly done: () => void;
}

/** Copies voxels into textures a budget at a time, so that a frame with scrolling in it stays short. */
export class UploadQueue {
  readonly #bytesPerFrame: number;
  readonly #afterFrame: () => void;
  #waiting: Waiting[] = [];
  #scheduled = false;

  constructor(bytesPerFrame: number, afterFrame: () => void) {
    this.#bytesPerFrame = bytesPerFrame;
    this.#afterFrame = afterFrame;
  }

  /** Resolves when `upload` has run, or will never run because its key was dropped. */
  add(key: string, bytes: number, upload: () => void): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ key, bytes, upload, done });
      this.#schedule();
    });
  }

  drop(key?: string): void {
    const dropped = this.#waiting.filter((one) => key === undefined || one.key === key);
    this.#waiting = this.#waiting.filter((one) => !dropped.includes(one));
    for (const one of dropped) {
      one.done();
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) {
      return;
    }
    this.#scheduled = true;
    // A page in the background gets no animation frames, but should go on loading.
    if (document.hidden) {
      setTimeout(() => this.#run(), 50);
    } else {
      requestAnimationFrame(() => this.#run());
    }
  }

  #run(): void {
    this.#scheduled = false;
    let left = this.#bytesPerFrame;
    let first = true;
    let next = this.#waiting[0];
    // At least one, however large.
    while (next && (first || next.bytes <= left)) {
      this.#waiting.shift();
      left -= next.bytes;
      first = false;
      next.upload();
      next.done();
      next = this.#waiting[0];
    }
    this.#afterFrame();
    this.#schedule();
  }
}

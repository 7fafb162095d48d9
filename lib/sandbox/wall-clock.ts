/** A limit on time that stands still while the process is paused. */
export class WallClock {
  readonly #ring: () => void;
  #left: number;
  #startedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, ring: () => void) {
    this.#left = ms;
    this.#ring = ring;
  }

  run(): void {
    if (this.#timer) return;
    this.#startedAt = performance.now();
    this.#timer = setTimeout(this.#ring, this.#left);
  }

  pause(): void {
    if (this.#startedAt === undefined) return;
    clearTimeout(this.#timer);
    this.#left = Math.max(0, this.#left - (performance.now() - this.#startedAt));
    this.#timer = undefined;
    this.#startedAt = undefined;
  }
}

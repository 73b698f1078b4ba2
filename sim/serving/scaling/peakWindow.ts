/** The greatest value of the last seconds, both ends included. Times never fall. */
export class PeakWindow {
  readonly #windowS: number;
  /** Values that no later one reaches, so they fall; with their times. */
  readonly #values: number[] = [];
  readonly #timesS: number[] = [];

  constructor(windowS: number) {
    this.#windowS = windowS;
  }

  add(timeS: number, value: number): void {
    while (this.#values.length > 0 && this.#values[this.#values.length - 1]! <= value) {
      this.#values.pop();
      this.#timesS.pop();
    }
    this.#values.push(value);
    this.#timesS.push(timeS);
    while (timeS - this.#timesS[0]! > this.#windowS) {
      this.#values.shift();
      this.#timesS.shift();
    }
  }

  /** @returns -Infinity when nothing was added in the window */
  peak(nowS: number): number {
    for (const [i, timeS] of this.#timesS.entries()) {
      if (nowS - timeS <= this.#windowS) return this.#values[i]!;
    }
    return -Infinity;
  }
}

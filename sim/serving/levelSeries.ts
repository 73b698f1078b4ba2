/**
 * A piecewise constant level (requests waiting, replicas busy ...) averaged over equal bins of the
 * window. A change costs O(1) plus the bins crossed since the last change.
 */
export class LevelSeries {
  level = 0;
  readonly #binS: number;
  readonly #sums: Float64Array;
  #sinceS = 0;
  #bin = 0;
  #binEndS: number;

  constructor(binS: number, bins: number) {
    this.#binS = binS;
    this.#sums = new Float64Array(bins);
    this.#binEndS = binS;
  }

  add(nowS: number, change: number): void {
    if (nowS <= this.#binEndS) {
      this.#sums[this.#bin] = this.#sums[this.#bin]! + this.level * (nowS - this.#sinceS);
      this.#sinceS = nowS;
    } else {
      this.#cross(nowS);
    }
    this.level += change;
  }

  /** Means per bin once the window has ended at `endS`. */
  means(endS: number): number[] {
    this.add(endS, 0);
    const means: number[] = [];
    for (let bin = 0; bin < this.#sums.length; bin++) {
      const lengthS = Math.min(endS, (bin + 1) * this.#binS) - bin * this.#binS;
      means.push(lengthS > 0 ? this.#sums[bin]! / lengthS : 0);
    }
    return means;
  }

  #cross(nowS: number): void {
    const last = this.#sums.length - 1;
    while (nowS > this.#binEndS && this.#bin < last) {
      this.#sums[this.#bin] = this.#sums[this.#bin]! + this.level * (this.#binEndS - this.#sinceS);
      this.#sinceS = this.#binEndS;
      this.#bin++;
      this.#binEndS = (this.#bin + 1) * this.#binS;
    }
    this.#sums[this.#bin] = this.#sums[this.#bin]! + this.level * (nowS - this.#sinceS);
    this.#sinceS = nowS;
  }
}

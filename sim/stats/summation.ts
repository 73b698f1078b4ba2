/**
 * A sum that keeps the digits that plain addition loses, so that a billion small terms still add
 * up. Source: Neumaier (1974), the improved Kahan-Babuska algorithm.
 */
export class NeumaierSum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const sum = this.#sum + term;
    if (Math.abs(this.#sum) >= Math.abs(term)) this.#lost += this.#sum - sum + term;
    else this.#lost += term - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    // After an overflow the lost digits are not a number.
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }

  clear(): void {
    this.#sum = 0;
    this.#lost = 0;
  }
}

/** Compensated sum of some numbers; 0 for none. */
export function sumOf(terms: Iterable<number>): number {
  const sum = new NeumaierSum();
  for (const term of terms) sum.add(term);
  return sum.value;
}

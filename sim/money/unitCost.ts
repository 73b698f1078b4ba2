/** Kinds of token that have a price of their own. */
export const TOKEN_KINDS = ["input", "cached", "output"] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
export type ByKind<T> = Readonly<Record<TokenKind, T>>;

/** Cost of one million tokens; Infinity where none was delivered. */
export function usdPerMtok(usd: number, mtok: number): number {
  return mtok > 0 ? usd / mtok : Number.POSITIVE_INFINITY;
}

/**
 * Splits a cost over the kinds of token by what caused it. Chips: `weights` is the chip time each
 * kind caused; wasted, idle, restart and down time ride along in that proportion. API: `weights` is
 * what was spent on each kind; staff rides along. Only delivered kinds carry cost, so
 * sum(cost of kind x Mtok of kind) is the cost whenever anything was delivered.
 *
 * @param weights any unit; without any weight the tokens themselves are the weights
 * @param mtok delivered on-time tokens by kind, in the same (discounted) measure as `usd`
 * @returns USD per million tokens of each kind; Infinity where none was delivered
 */
export function costByKind(
  usd: number,
  weights: ByKind<number>,
  mtok: ByKind<number>,
): ByKind<number> {
  const weightOf = (kind: TokenKind): number => (mtok[kind] > 0 ? weights[kind] : 0);
  const causedSum = TOKEN_KINDS.reduce((sum, kind) => sum + weightOf(kind), 0);
  const allMtok = TOKEN_KINDS.reduce((sum, kind) => sum + mtok[kind], 0);
  const costOf = (kind: TokenKind): number => {
    if (!(mtok[kind] > 0)) return Number.POSITIVE_INFINITY;
    const share = causedSum > 0 ? weightOf(kind) / causedSum : mtok[kind] / allMtok;
    return usdPerMtok(usd * share, mtok[kind]);
  };
  return { input: costOf("input"), cached: costOf("cached"), output: costOf("output") };
}

/**
 * How a prompt is cut into prefix blocks. `last`: whether what is left after the whole blocks has
 * an id (`partial`: the number of ids is rounded up), has none (`none`: rounded down), or whether
 * the first prompt that shows it decides for the whole file (`either`).
 */
export interface BlockRule {
  readonly blockTokens: number;
  readonly last: "partial" | "none" | "either";
}

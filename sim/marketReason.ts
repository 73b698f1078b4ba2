/** Why something happened in a market: words, and the figures among them. */
export type MarketReason = readonly (string | ReasonFigure)[];

export interface ReasonFigure {
  readonly value: number;
  readonly unit: "USD" | "USD/Mtok" | "Mtok";
}

/** A clause with its figures as numbers of four digits, units behind them. */
export function reasonText(reason: MarketReason): string {
  return reason
    .map((part) =>
      typeof part === "string" ? part : `${Number(part.value.toPrecision(4))} ${part.unit}`,
    )
    .join("");
}

/** How a figure is named, counted and explained. */
export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly better: "lower" | "higher" | "neither";
  readonly kind: "simulated" | "assumed" | "derived";
  readonly description: string;
  readonly formula: string;
}

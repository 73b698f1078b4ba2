import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/** Who may see the data: modes of deployment, demand that is bound to some, what governance costs. */

const about = (description: string) => ({ description });

export const TRUST_MODES = [
  "public-api",
  "dedicated",
  "on-premises",
  "ungoverned",
  "edge",
  "device",
] as const;
export type TrustMode = (typeof TRUST_MODES)[number];

/** Modes that bound demand accepts where nothing else is said. */
export const TRUSTED_MODES: readonly TrustMode[] = [
  "dedicated",
  "on-premises",
  "ungoverned",
  "edge",
  "device",
];

const MODE_OF_SUPPLY = {
  api: "public-api",
  rented: "dedicated",
  owned: "on-premises",
} as const satisfies Record<string, TrustMode>;

/** How a scenario, or one of its sources, is deployed. */
export function trustModeOf(config: {
  readonly supply: keyof typeof MODE_OF_SUPPLY;
  readonly economics: { readonly trust?: { readonly mode?: TrustMode | undefined } | undefined };
}): TrustMode {
  return config.economics.trust?.mode ?? MODE_OF_SUPPLY[config.supply];
}

/** Whether demand that is bound to some deployments may be served by this mode. */
export function mayServeBound(
  mode: TrustMode,
  residency: { readonly served_by?: readonly TrustMode[] | undefined },
): boolean {
  return (residency.served_by ?? TRUSTED_MODES).includes(mode);
}

export const residencySchema = z
  .strictObject({
    share: sourced("share", {
      about: "Share of the demand that only some deployments may serve",
      min: 0,
      max: 1,
      example: "20 %",
    }).optional(),
    served_by: z
      .array(z.enum(TRUST_MODES))
      .min(1)
      .max(TRUST_MODES.length)
      .optional()
      .meta(about("Deployments that may serve it; all but a public API where left out")),
  })
  .optional()
  .meta(about("Demand bound by law or contract; what a strategy may not serve stays unserved"));

export const trustSchema = z
  .strictObject({
    mode: z
      .enum(TRUST_MODES)
      .optional()
      .meta(
        about(
          "Mode of deployment; public-api for a bought API, dedicated for rented and on-premises for owned chips where left out",
        ),
      ),
    audit: sourced("usdPerYear", {
      about: "Audits of this deployment",
      min: 0,
      max: 1e12,
    }).optional(),
    drift: sourced("share", {
      about: "Tokens of evaluation and drift checks, over those served",
      min: 0,
      max: 10,
    }).optional(),
    breaches: quantity("ratio", {
      about: "Breaches a year that a public API would meet; the catalogue's where left out",
      min: 0,
      max: 1000,
      example: "0.05",
    }).optional(),
    breach_ratio: sourced("ratio", {
      about: "Breaches of this mode over those of a public API; the catalogue's where left out",
      min: 0,
      max: 1000,
    }).optional(),
    breach_cost: sourced("usd", { about: "Cost of one breach", min: 0, max: 1e12 }).optional(),
  })
  .optional()
  .meta(
    about("Audits, drift checks and expected losses of this deployment; left out: not counted"),
  );
export type Trust = NonNullable<z.output<typeof trustSchema>>;

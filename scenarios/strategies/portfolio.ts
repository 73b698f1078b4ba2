import type { Assumption } from "../../sim/outcome.ts";
import type { Portfolio, Source, SplitPlan, Strategy } from "../../sim/strategy.ts";
import type { BrokerTerms, PortfolioTerms, SourceTerms } from "../../sim/terms.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { parsePath, pathText, valueAt } from "../schema/layers.ts";
import type { Sourced } from "../schema/quantity.ts";
import { Inputs } from "./inputs.ts";
import { lostBoundShare, sharedTrust, type TrustedPart } from "./sharedTrust.ts";

/** A scenario of several sources, or of several copies, as one strategy. */

/** Name of the only source of a scenario that stands several times. */
/** One of many is called what they are called together: `edge-pods` are copies of an `edge-pod`. */
function copyName(name: string): string {
  return /[^s]s$/.test(name) ? name.slice(0, -1) : "copy";
}
const KG_PER_TONNE = 1000;

type Split = NonNullable<ScenarioConfig["split"]>;
interface Part {
  readonly name: string;
  readonly scenario: Scenario;
  readonly strategy: Strategy;
}

/** @param alone a scenario with one source as a strategy */
export function portfolioStrategy(
  scenario: Scenario,
  alone: (scenario: Scenario) => Strategy,
): Strategy {
  const { config, name } = scenario;
  const parts = trustedParts(
    scenario,
    partsOf(scenario).map((part): Part => ({ ...part, strategy: alone(part.scenario) })),
  );
  const lead = parts.find(({ strategy }) => strategy.plan.supply.kind === "fleet") ?? parts[0];
  if (lead === undefined) throw new RangeError("portfolio of no sources; expected at least one");
  const inputs = new Inputs(scenario);
  const all = config.copies ?? 1;
  if (all > 1) inputs.chosen("copies", "independent copies", all);
  const sources = parts.map((part) => sourceOf(part, config, all, inputs));
  const lost = lostBoundShare(shareParts(scenario, parts), scenario);
  if (lost > 0) {
    const label = "demand that no source may serve";
    inputs.chosen("demand.residency", label, lost, "share", "constant");
  }
  const { split, broker } = splitOf(scenario, parts, inputs);
  // What of the demand a source may serve, and what follows it, is the source's own.
  const { reach: _, next: __, ...whole } = lead.strategy;
  return {
    ...whole,
    name,
    role: "portfolio",
    plan: { ...lead.strategy.plan, name },
    terms: termsOf(parts, lead, broker),
    assumptions: [...inputs.list, ...assumptionsOf(parts, scenario)],
    modelLabel: [...new Set(parts.map(({ strategy }) => strategy.modelLabel))].join(" + "),
    portfolio: { sources, split } satisfies Portfolio,
  };
}

function partsOf(scenario: Scenario): Omit<Part, "strategy">[] {
  if (scenario.sources.length > 0) return [...scenario.sources];
  const { copies: _, ...config } = scenario.config;
  return [{ name: copyName(scenario.name), scenario: { ...scenario, config } }];
}

/** The parts with what each may serve of its share, and its part of the costs of trust. */
function trustedParts(scenario: Scenario, parts: readonly Part[]): readonly Part[] {
  const strategies = sharedTrust(shareParts(scenario, parts), scenario);
  return parts.map((part, i) => ({ ...part, strategy: strategies[i] ?? part.strategy }));
}

/** Each part with its constant share of the demand, and all of its copies. */
function shareParts({ config }: Scenario, parts: readonly Part[]): readonly TrustedPart[] {
  const { split, sources, copies: all = 1 } = config;
  const shares = split?.kind === "shares" ? split.shares : null;
  const total = sumOf(Object.values(shares ?? {}));
  return parts.map(({ name, scenario, strategy }) => {
    const copies = (sources?.[name]?.copies ?? 1) * all;
    const share = split === undefined ? 1 : shares === null ? null : (shares[name] ?? 0) / total;
    return { scenario, strategy, share, copies };
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function sourceOf(
  { name, strategy }: Part,
  config: ScenarioConfig,
  all: number,
  inputs: Inputs,
): Source {
  const { copies = 1, capacity } = config.sources?.[name] ?? {};
  const path = `sources.${name}`;
  if (copies > 1) inputs.chosen(`${path}.copies`, `independent copies of ${name}`, copies);
  if (capacity !== undefined) {
    inputs.chosen(`${path}.capacity`, `most that ${name} takes`, capacity, "requests/s");
  }
  return {
    ...{ name, strategy, copies: copies * all },
    ...(capacity === undefined ? {} : { mostRequestsPerS: capacity }),
  };
}

function splitOf(
  scenario: Scenario,
  parts: readonly Part[],
  inputs: Inputs,
): { readonly split: SplitPlan; readonly broker?: BrokerTerms } {
  const { split } = scenario.config;
  if (split === undefined) return { split: { kind: "shares", shares: parts.map(() => 1) } };
  inputs.chosen("split.kind", "split of the demand", split.kind);
  switch (split.kind) {
    case "shares": {
      const shares = parts.map(({ name }) => split.shares[name] ?? 0);
      for (const [i, { name }] of parts.entries()) {
        inputs.chosen(`split.shares.${name}`, `share of ${name}`, shares[i] ?? 0, "share");
      }
      const sum = sumOf(shares);
      return { split: { kind: "shares", shares: shares.map((share) => share / sum) } };
    }
    case "base-burst": {
      const { base, burst, size = "auto" } = split;
      const [shown, unit] =
        size === "auto"
          ? ["auto", ""]
          : "peakShare" in size
            ? [size.peakShare, "share of the peak"]
            : [size.requestsPerS, "requests/s"];
      inputs.chosen("split.size", `up to where ${base} serves`, shown, unit);
      return { split: { kind: "baseBurst", base, burst, size } };
    }
    case "cheapest":
      return brokerOf(scenario, split, inputs);
  }
}

function brokerOf(
  { catalog }: Scenario,
  split: Extract<Split, { kind: "cheapest" }>,
  inputs: Inputs,
): { readonly split: SplitPlan; readonly broker: BrokerTerms } {
  const { incumbent } = split;
  inputs.chosen("split.incumbent", "without a broker all would come from", incumbent);
  const takeShare = inputs.priced({
    ...{ path: "split.take", label: "share of the saving that the broker keeps", unit: "share" },
    ...{ term: "broker.takeShare", stated: split.take },
    row: () => catalogRow(catalog, "switching", "broker_take_share"),
  });
  const share = (
    field: "closing" | "brokered" | "brokered_at_end",
    label: string,
    term: keyof BrokerTerms,
    stated: Sourced | undefined,
  ): number => {
    if (stated === undefined) return 0;
    const row = (): never => {
      throw new RangeError(`no row for split.${field}; expected a stated value`);
    };
    return inputs.priced({
      ...{ path: `split.${field}`, label, unit: "share", term: `broker.${term}`, stated, row },
    });
  };
  const weight = (field: "carbon_price" | "waiting_price", label: string, unit: string): number => {
    const stated = split[field];
    if (stated === undefined) return 0;
    inputs.stated(`split.${field}`, label, stated, unit, "lever");
    return stated.value;
  };
  const closes = "how far prices have met when all is brokered";
  const first = "share of the market that is brokered, first month";
  const last = "share of the market that is brokered, last month";
  const { closing, brokered, brokered_at_end: atEnd } = split;
  const brokeredShare = share("brokered", first, "brokeredShare", brokered);
  const carbonUsdPerTonne = weight("carbon_price", "carbon, as routing counts it", "USD/t");
  return {
    split: {
      kind: "cheapest",
      usdPerKgCarbon: carbonUsdPerTonne / KG_PER_TONNE,
      usdPerWaitedS: weight("waiting_price", "waiting, as routing counts it", "USD/s"),
    },
    broker: {
      takeShare,
      incumbent,
      closingFactor: share("closing", closes, "closingFactor", closing),
      brokeredShare,
      brokeredShareAtEnd:
        atEnd === undefined
          ? brokeredShare
          : share("brokered_at_end", last, "brokeredShareAtEnd", atEnd),
    },
  };
}

/** Finance is that of a source that owns something, where one does: debt and write-offs are there. */
function termsOf(
  parts: readonly Part[],
  lead: Part,
  broker: BrokerTerms | undefined,
): PortfolioTerms {
  const sources = parts.map(({ name, strategy }) => [name, strategy.terms as SourceTerms]);
  const owner = parts.find(({ strategy }) => strategy.terms.kind === "own") ?? lead;
  const { horizonMonths, discountRatePerYear, carbonKgPerKwh } = lead.strategy.terms;
  const { finance, revenue } = owner.strategy.terms;
  return {
    kind: "portfolio",
    ...{ horizonMonths, discountRatePerYear, carbonKgPerKwh },
    ...(finance === undefined ? {} : { finance }),
    ...(revenue === undefined ? {} : { revenue }),
    sources: Object.fromEntries(sources) as PortfolioTerms["sources"],
    ...(broker === undefined ? {} : { broker }),
  };
}

/**
 * The inputs of all sources. What all that have it agree on, and no source states, goes by the
 * scenario's own path; the rest by the source's (`sources.base.fleet.gpu`).
 */
function assumptionsOf(parts: readonly Part[], scenario: Scenario): Assumption[] {
  const rows = parts.flatMap(({ name, strategy }) =>
    strategy.assumptions.map((row) => ({ name, row })),
  );
  const byPath = new Map<string, { name: string; row: Assumption }[]>();
  for (const one of rows) byPath.set(one.row.path, [...(byPath.get(one.row.path) ?? []), one]);
  const seen = new Set<string>();
  return rows.flatMap(({ name, row }): Assumption[] => {
    const same = byPath.get(row.path) ?? [];
    const steps = parsePath(row.path) ?? [];
    const isStated = same.some(
      (one) => valueAt(scenario.tree, ["sources", one.name, ...steps]) !== undefined,
    );
    const agrees = same.every((one) => sayOf(one.row) === sayOf(row));
    if (scenario.sources.length === 0 || (agrees && !isStated)) {
      if (seen.has(row.path)) return [];
      seen.add(row.path);
      const users = parts.filter(({ strategy }) => hasTerm(strategy.terms, row.term));
      const shared = isOfWhole(row.term) || users.length === same.length;
      return [shared ? row : { ...row, term: ofSource(name, row.term) }];
    }
    const path = `${pathText(["sources", name])}.${row.path}`;
    return [{ ...row, path, label: `${row.label} (${name})`, term: ofSource(name, row.term) }];
  });
}

function sayOf({ value, low, high, unit, source }: Assumption): string {
  return JSON.stringify([value, low, high, unit, source]);
}

function ofSource(name: string, term: string | null): string | null {
  return term === null || isOfWhole(term) ? term : `sources.${name}.${term}`;
}

/** Terms that are read from the whole. */
function isOfWhole(term: string | null): boolean {
  return /^(discountRatePerYear|horizonMonths|finance|revenue)(\.|$)/.test(term ?? "");
}

function hasTerm(terms: object, term: string | null): boolean {
  if (term === null) return true;
  return valueAt(terms as never, term.split(".")) !== undefined;
}

import type {
  Counterfactuals,
  ServedPart,
  ServedWay,
  ToolOption,
} from "../../sim/counterfactuals.ts";
import type { NumberFormat } from "../../sim/facts.ts";
import type { Assumption } from "../../sim/outcome.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { ExtraCost, RentContract } from "../../sim/terms.ts";
import { catalogRow, chipFacts, modelEntry, timingFor } from "../catalog/catalog.ts";
import type { ChipEntry } from "../catalog/chipRows.ts";
import { type CatalogRow, toAssumption } from "../catalog/row.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import type { StatedLeaks } from "../schema/leaks.ts";
import { toStrategy } from "../strategy.ts";

/**
 * What could stand in the place of what a scenario has: precisions within the quality tolerance, the
 * smaller model that it states, and every chip of the catalogue at its price under the same supply.
 */

/** Quality that may be lost where the scenario says nothing: more than fp8 costs, less than fp4. */
const USUAL_TOLERANCE = 0.01;
/** Formats by what they lose; what a chip cannot multiply in it stores and widens. */
const FORMATS: readonly NumberFormat[] = ["bf16", "fp8", "int8", "fp4"];
const BITS: Readonly<Record<NumberFormat, number>> = {
  fp4: 4,
  int8: 8,
  fp8: 8,
  bf16: 16,
  fp32: 32,
};
/** Chips of phones and cars, which no server holds, and those that nobody has measured yet. */
const NO_SUPPLY = new Set(["edge", "rubin"]);

export function counterfactualsOf(scenario: Scenario, strategy: Strategy): Counterfactuals {
  if (scenario.config.supply === "api") return { leaner: [], tools: [], assumptions: [] };
  const { config } = scenario;
  const tolerance = config.leaks?.quality_tolerance?.value ?? USUAL_TOLERANCE;
  const formats = FORMATS.filter(
    (format) =>
      BITS[format] < BITS[config.fleet.precision] && lossOf(scenario, format) <= tolerance,
  );
  const leaner = formats.map((format) => ({
    label: format,
    parts: [{ strategy: inFormat(scenario, format), requestShare: 1 }],
  }));
  const { smaller } = config.leaks ?? {};
  const routed =
    smaller === undefined
      ? []
      : [undefined, ...formats].map((f) => routedWay(scenario, smaller, f));
  return {
    leaner: [...leaner, ...routed],
    tools: toolOptions(scenario, strategy),
    assumptions: [
      toleranceRow(config.leaks, tolerance),
      ...formats.flatMap((format) => lossRow(scenario, format)),
      ...routeRows(config.leaks),
    ],
  };
}

/** The scenario with some settings of its fleet, and perhaps another model, in place of its own. */
function changed(
  scenario: Scenario,
  fleet: Partial<ScenarioConfig["fleet"]>,
  model?: string,
): Scenario {
  const { config } = scenario;
  return {
    ...scenario,
    config: {
      ...config,
      ...(model === undefined ? {} : { model }),
      fleet: { ...config.fleet, ...fleet },
    },
  };
}

function inFormat(scenario: Scenario, precision: NumberFormat): Strategy {
  const pools = scenario.config.fleet.pools;
  return toStrategy(
    changed(scenario, {
      precision,
      ...(pools && {
        pools: Object.fromEntries(
          Object.entries(pools).map(([name, pool]) => [
            name,
            pool.precision === undefined ? pool : { ...pool, precision },
          ]),
        ),
      }),
    }),
  );
}

/** The smaller model for its share of the requests, the large one for the rest and what comes back. */
function routedWay(
  scenario: Scenario,
  smaller: NonNullable<StatedLeaks["smaller"]>,
  format: NumberFormat | undefined,
): ServedWay {
  const share = smaller.share?.value ?? 1;
  const escalated = smaller.escalated?.value ?? 0;
  const large = 1 - share + share * escalated;
  const precision = smaller.precision ?? format ?? scenario.config.fleet.precision;
  const small = changed(
    scenario,
    { precision, ...widthOf(scenario, smaller, precision) },
    smaller.model,
  );
  const parts: ServedPart[] = [{ strategy: toStrategy(small), requestShare: share }];
  if (large > 0) {
    const strategy = format === undefined ? toStrategy(scenario) : inFormat(scenario, format);
    parts.unshift({ strategy, requestShare: large });
  }
  const { label } = modelEntry(scenario.catalog, smaller.model);
  const rest = format === undefined || large === 0 ? "" : `, the rest in ${format}`;
  const of = share < 1 ? ` for ${Math.round(share * 100)} %` : "";
  return { label: `${label} in ${precision}${of}${rest}`, parts };
}

/** Chips of a replica of the smaller model: stated, or the fewest of 1, 2, 4 ... that hold it twice. */
function widthOf(
  { catalog, config }: Scenario,
  smaller: NonNullable<StatedLeaks["smaller"]>,
  precision: NumberFormat,
): { tp: number } {
  if (smaller.tp !== undefined) return { tp: smaller.tp };
  const { facts } = modelEntry(catalog, smaller.model);
  const { memoryBytes } = chipFacts(catalog, config.fleet.gpu);
  const params = facts.publishedTotalParams ?? 12 * facts.layers * facts.hidden ** 2;
  let tp = 1;
  while (tp < config.fleet.tp && tp * memoryBytes * 0.6 < (params * BITS[precision]) / 8) tp *= 2;
  return { tp };
}

function lossOf(scenario: Scenario, format: NumberFormat): number {
  return qualityRow(scenario, format)?.value ?? 0;
}

function qualityRow({ catalog }: Scenario, format: NumberFormat): CatalogRow | undefined {
  const known = Object.hasOwn(catalog.qualityLossShare, format);
  return known ? catalogRow(catalog, "qualityLossShare", format) : undefined;
}

function lossRow(scenario: Scenario, format: NumberFormat): Assumption[] {
  const row = qualityRow(scenario, format);
  const path = `catalog.quality_loss_share.${format}`;
  return row ? [toAssumption(row, path, `quality lost in ${format}`, "uncertainty", null)] : [];
}

function toleranceRow(leaks: StatedLeaks | undefined, value: number): Assumption {
  const stated = leaks?.quality_tolerance;
  return {
    ...{ path: "leaks.quality_tolerance", label: "quality that may be lost", value, unit: "share" },
    ...{ low: stated?.low ?? null, high: stated?.high ?? null, role: "lever", term: null },
    source: stated === undefined ? "usual where nothing is stated" : (stated.source ?? "stated"),
    asOf: stated?.asOf ?? "-",
    grade: stated?.grade ?? "D",
  };
}

function routeRows(leaks: StatedLeaks | undefined): Assumption[] {
  const smaller = leaks?.smaller;
  if (smaller === undefined) return [];
  const rows = [
    ["share", "requests that the smaller model answers", smaller.share],
    ["escalated", "of them, sent on to the large one", smaller.escalated],
  ] as const;
  return rows.flatMap(([field, label, stated]) =>
    stated === undefined
      ? []
      : [
          {
            ...{ path: `leaks.smaller.${field}`, label, value: stated.value, unit: "share" },
            ...({ low: stated.low, high: stated.high, role: "uncertainty", term: null } as const),
            source: stated.source ?? "stated in the scenario",
            asOf: stated.asOf ?? "-",
            grade: stated.grade ?? "D",
          },
        ],
  );
}

/** What a chip costs: under the contract asked for, and the price that all chips are listed by. */
interface Prices {
  readonly contracted: CatalogRow | undefined;
  readonly listed: CatalogRow | undefined;
}

function pricesOf(
  { rows }: ChipEntry,
  kind: "rent" | "own",
  contract: "onDemand" | "reserved1y" | "reserved3y" | null,
): Prices {
  if (kind === "own") return { contracted: rows.serverUsdPerChip, listed: rows.serverUsdPerChip };
  const listed = rows.onDemandUsdPerHour;
  if (contract === null) return { contracted: undefined, listed };
  const of = {
    onDemand: rows.onDemandUsdPerHour,
    reserved1y: rows.reserved1yUsdPerHour,
    reserved3y: rows.reserved3yUsdPerHour,
  };
  return { contracted: of[contract], listed };
}

/** Firmness of a price: quoted by a seller, estimated by somebody, guessed or made by a rule here. */
function firmness({ grade, source }: CatalogRow): 0 | 1 | 2 {
  if (source === "calc" || source === "general-knowledge" || grade === "D") return 0;
  return grade === "C" ? 1 : 2;
}

/**
 * The price of another chip that compares with this one's: of the contract where both are quoted,
 * else as much below its list price as this one is below its own. A rent is compared with quoted
 * rents only; a server, which is quoted as a whole or made of its chip's price and a host, with
 * published prices. Nothing is compared with what nobody has published, but another such price.
 */
function likePrice(
  statedUsd: number,
  own: Prices | undefined,
  other: Prices,
): { usd: number; kind: string; row: CatalogRow } | null {
  const { contracted, listed } = other;
  if (listed === undefined) return null;
  const isServer = listed.unit === SERVER_UNIT;
  const least = own?.listed === undefined ? 0 : Math.min(firmness(own.listed), isServer ? 1 : 2);
  if (firmness(listed) < least) return null;
  const word = KIND_WORDS[firmness(listed)];
  const isQuoted = (row: CatalogRow | undefined): row is CatalogRow =>
    row !== undefined && firmness(row) === 2;
  if (isServer || contracted === listed || own?.listed === undefined) {
    const row = contracted ?? listed;
    return { usd: row.value, kind: word, row };
  }
  if (isQuoted(contracted) && isQuoted(own.contracted)) {
    return { usd: contracted.value, kind: word, row: contracted };
  }
  const usd = (listed.value * statedUsd) / own.listed.value;
  return { usd, kind: `as far below its ${word} as today's chip is`, row: listed };
}

const SERVER_UNIT = "USD/chip";
const KIND_WORDS = ["guessed price", "published estimate", "list price"] as const;

/** The contract, where the catalogue lists rents by it. */
function listedContract(contract: RentContract): "onDemand" | "reserved1y" | "reserved3y" | null {
  return contract === "onDemand" || contract === "reserved1y" || contract === "reserved3y"
    ? contract
    : null;
}

/**
 * Every server chip that is on offer under the same kind of supply, at its price; another family of
 * chips is a port first.
 */
function toolOptions(scenario: Scenario, strategy: Strategy): readonly ToolOption[] {
  const { catalog, config } = scenario;
  const { supply } = strategy.plan;
  const { terms } = strategy;
  if (supply.kind === "api" || (terms.kind !== "rent" && terms.kind !== "own")) return [];
  const own = supply.chip;
  const contract = terms.kind === "rent" ? listedContract(terms.contract) : null;
  const ownEntry = catalog.chips[own.id];
  const stated = terms.kind === "rent" ? terms.rentUsdPerChipHour : terms.serverUsdPerChip;
  const ownPrice = ownEntry === undefined ? undefined : pricesOf(ownEntry, terms.kind, contract);
  return Object.values(catalog.chips).flatMap((entry): ToolOption[] => {
    const { id, label, family, oneMarket } = entry;
    const isOwn = id === own.id;
    if (NO_SUPPLY.has(family)) return [];
    // A chip that is made for one market is no choice for a buyer elsewhere.
    if (oneMarket !== undefined && oneMarket.market !== ownEntry?.oneMarket?.market) return [];
    const price = isOwn
      ? { usd: stated, kind: "", row: undefined }
      : likePrice(stated, ownPrice, pricesOf(entry, terms.kind, contract));
    if (price === null || !(price.usd > 0)) return [];
    const { usd, row } = price;
    const port = portOf(scenario, family === own.family || isOwn);
    return [
      {
        ...{
          id,
          label,
          usd,
          priceKind: price.kind,
          chip: chipFacts(catalog, id),
          timing: timingFor(catalog, family),
        },
        ...(port === null ? {} : { port: port.cost }),
        assumptions: [
          ...(row === undefined ? [] : [priceRow(entry, row, terms.kind)]),
          ...(port?.assumptions ?? []),
        ],
      },
    ];
  });

  function priceRow(entry: ChipEntry, row: CatalogRow, kind: "rent" | "own"): Assumption {
    const what = kind === "rent" ? "rent" : "server price";
    const path = `catalog.chips.${entry.id}.${what.replace(" ", "_")}`;
    return toAssumption(row, path, `${entry.label}: ${what}`, "uncertainty", null);
  }

  function portOf(
    { catalog: known }: Scenario,
    runsThere: boolean,
  ): { cost: ExtraCost; assumptions: Assumption[] } | null {
    if (runsThere) return null;
    const compiled = config.economics.stack === "compiler";
    const name = compiled ? "port_compiler_engineer_months" : "port_imperative_engineer_months";
    const months = catalogRow(known, "switching", name);
    const wage = catalogRow(known, "staff", "engineer_usd_per_year");
    return {
      cost: {
        ...{ category: "switching", per: "once", unit: "engineer-month" },
        ...{ quantity: months.value, usdPerUnit: wage.value / 12 },
      },
      assumptions: [
        toAssumption(months, `catalog.switching.${name}`, "port of a service", "uncertainty", null),
      ],
    };
  }
}

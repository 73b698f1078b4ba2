import type { Counterfactuals, ServedPart } from "../counterfactuals.ts";
import { hasLeak } from "../leaks/waterfall.ts";
import { ownedChips } from "../money/ownCost.ts";
import type { Assumption } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { price } from "../price.ts";
import type { Strategy } from "../strategy.ts";
import type { Terms } from "../terms.ts";
import { LEVERS, type Lever } from "../waterfall.ts";
import {
  counterfactualMonths,
  type Freed,
  type Stand,
  scaledMonth,
} from "./counterfactualMonths.ts";
import type { Evaluation } from "./evaluation.ts";
import { peakFactor } from "./fleetNeed.ts";
import { unitsWithFirst } from "./fleetUnit.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { breaksDown, withIdealMemory, withIdealNetwork, withoutBreakdowns } from "./idealPlans.ts";
import { type LeanFleet, leanFleet } from "./leanFleet.ts";
import type { Runner } from "./runner.ts";
import { settledFleet } from "./settledFleet.ts";
import { type MeanWork, screenTools, toolWords, withTool } from "./toolScreen.ts";
import { meanOf, waterfallFigures } from "./waterfallFigures.ts";

export interface CostOptions {
  /** Of each counterfactual. */
  readonly replications: number;
  readonly runner: Runner;
  /** Levers in the order in which they are removed. */
  readonly order: readonly Lever[];
}

/** Chips that are simulated after the ranking on paper. */
const MOST_TOOLS = 3;
/** A cost this close to another is the same. */
const SAME = 1e-9;

/** A part of a way of serving with the chips that it runs on. */
interface PlacedPart extends ServedPart {
  readonly tool: string | null;
}

interface Chosen {
  readonly label: string | null;
  readonly parts: readonly PlacedPart[];
  readonly assumptions: readonly Assumption[];
}

/** Costs of the same accepted work by the subset of leaks that are removed. */
export class CounterfactualCosts {
  readonly purchasedUsd: number;
  realPromiseLoad = Number.NaN;
  readonly #real: Evaluation;
  readonly #source: HorizonSource;
  readonly #units: number;
  readonly #alternatives: Counterfactuals;
  readonly #options: CostOptions;
  readonly #fleets = new Map<string, LeanFleet | string>();
  readonly #costs = new Map<number, number>();
  readonly #strategy: Strategy;
  #leaner: Chosen;
  #tooled: Chosen;
  #leanerTooled: Chosen;

  constructor(evaluation: Evaluation, alternatives: Counterfactuals, options: CostOptions) {
    if (evaluation.source === null) throw new RangeError("an evaluation without months");
    this.#real = evaluation;
    this.#source = evaluation.source;
    this.#alternatives = alternatives;
    this.#options = options;
    this.#strategy = settledFleet(evaluation.strategy);
    const { supply } = this.#strategy.plan;
    const sized = evaluation.sizing?.replicas ?? 1;
    this.#units = supply.kind === "fleet" ? unitsOfSizing(evaluation, sized) : 1;
    this.purchasedUsd = waterfallFigures(evaluation, null).purchasedUsd;
    const part = { strategy: this.#strategy, requestShare: 1, tool: null };
    this.#leaner = { label: null, parts: [part], assumptions: [] };
    this.#tooled = this.#leaner;
    this.#leanerTooled = this.#leaner;
  }

  /** Finds what a strategy without bloat and on the right tool would be. */
  async prepare(precision: boolean, tool: boolean): Promise<void> {
    const asIs = this.#leaner;
    const fleet = await this.#fleetOf(this.#strategy);
    if (typeof fleet === "string") throw new RangeError(`${this.#strategy.name} ${fleet}`);
    this.realPromiseLoad = fleet.promiseLoad;
    if (precision) this.#leaner = await this.#bestWay(asIs);
    if (!tool) {
      this.#tooled = asIs;
      this.#leanerTooled = this.#leaner;
      return;
    }
    this.#tooled = await this.#bestTools(asIs);
    this.#leanerTooled = this.#leaner === asIs ? this.#tooled : await this.#bestTools(this.#leaner);
  }

  /** What stands in the place of a leak. */
  insteadOf(lever: Lever): string | null {
    if (lever === "precision") return this.#leaner.label;
    const placed = this.#options.order[0] === "tool" ? this.#tooled : this.#leanerTooled;
    return lever === "tool" ? toolLabel(placed) : null;
  }

  usedAssumptions(): readonly Assumption[] {
    const rows = [this.#leaner, this.#tooled, this.#leanerTooled].flatMap((c) => c.assumptions);
    return [...new Map(rows.map((row) => [row.path, row])).values()];
  }

  async compute(mask: number): Promise<void> {
    if (this.#costs.has(mask)) return;
    this.#costs.set(mask, await this.#costWithout(mask));
  }

  of(mask: number): number {
    const usd = this.#costs.get(mask);
    if (usd === undefined) throw new RangeError(`cost of subset ${mask} was never computed`);
    return usd;
  }

  /** The cost as it is, read off the lean map, over what it is. */
  async mapRatio(): Promise<number | null> {
    const fleet = await this.#fleetOf(this.#strategy);
    if (typeof fleet === "string") return null;
    const [part] = [{ strategy: this.#strategy, requestShare: 1, tool: null }];
    const usd = this.#partUsd({ ...part }, fleet.source, fleet.promiseLoad, NOTHING, 0);
    return usd / this.purchasedUsd;
  }

  async #costWithout(mask: number): Promise<number> {
    const gone = (lever: Lever): boolean => hasLeak(mask, LEVERS.indexOf(lever));
    const leaner = gone("precision");
    const way = gone("tool")
      ? leaner
        ? this.#leanerTooled
        : this.#tooled
      : leaner
        ? this.#leaner
        : { label: null, parts: [this.#asIs()], assumptions: [] };
    const freed = {
      idle: gone("idle"),
      reliability: gone("reliability") && breaksDown(this.#strategy.plan),
      promise: gone("promise"),
    };
    const usd = await this.#wayUsd(way.parts, freed, gone("network"), gone("memory"));
    return Math.abs(usd / this.purchasedUsd - 1) < SAME ? this.purchasedUsd : usd;
  }

  #asIs(): PlacedPart {
    return { strategy: this.#strategy, requestShare: 1, tool: null };
  }

  /** Infinity where some part cannot serve. */
  async #wayUsd(
    parts: readonly PlacedPart[],
    freed: Freed,
    network: boolean,
    memory: boolean,
  ): Promise<number> {
    let usd = 0;
    const base = await this.#fleetOf(this.#strategy);
    for (const [i, part] of parts.entries()) {
      const fleet = await this.#fleetOf(part.strategy, network, memory);
      if (typeof fleet === "string") return Number.POSITIVE_INFINITY;
      // The same physics is read where it was judged.
      const isReal = typeof base !== "string" && fleet === base && part.requestShare === 1;
      const source = isReal ? this.#source : fleet.source;
      usd += this.#partUsd(part, source, fleet.promiseLoad, freed, i);
    }
    return usd;
  }

  /** Mean over the lean replications; people are paid once, with the first part. */
  #partUsd(
    { strategy, requestShare }: PlacedPart,
    source: HorizonSource,
    promiseLoad: number,
    freed: Freed,
    place: number,
  ): number {
    const { realPromiseLoad } = this;
    const stand: Stand = { source, promiseLoad, realPromiseLoad, requestShare };
    const terms = bareTerms(strategy.terms, place);
    const usd = Array.from({ length: this.#options.replications }, (_, replication) => {
      const actual = this.#real.months[replication] ?? [];
      const paid = chipsPaid(actual, this.#strategy.terms);
      const months = counterfactualMonths(this.#source, stand, freed, replication, paid);
      const accepted = months.map((row, i) => {
        const wanted = acceptedIn(actual[i]) * requestShare;
        const got = acceptedIn(row);
        return got > 0 ? scaledMonth(row, wanted / got) : row;
      });
      return -price(accepted, terms).npvUsd;
    });
    return meanOf(usd);
  }

  async #fleetOf(strategy: Strategy, network = false, memory = false): Promise<LeanFleet | string> {
    const key = `${keyOf(strategy)} ${network} ${memory}`;
    const known = this.#fleets.get(key);
    if (known !== undefined) return known;
    let { plan } = strategy;
    if (network) plan = withIdealNetwork(plan);
    if (memory) plan = withIdealMemory(plan);
    const { runner, replications } = this.#options;
    // An ideal that changes nothing is no other fleet.
    const plain = network || memory ? await this.#fleetOf(strategy, network && memory) : null;
    const like = typeof plain === "string" || plain === null ? null : plain;
    const guess = like?.promiseLoad ?? this.#guess;
    const fleet = await leanFleet(
      { ...strategy, plan },
      { runner, replications, units: this.#units, guess, ...(like === null ? {} : { like }) },
    );
    this.#fleets.set(key, fleet);
    return fleet;
  }

  /** Where the search for a fleet's load begins: where the real one's ended. */
  get #guess(): number {
    if (Number.isFinite(this.realPromiseLoad)) return this.realPromiseLoad;
    const { horizon } = this.#strategy;
    return (horizon.meanRequestsPerS * peakFactor(horizon)) / this.#units;
  }

  async #bestWay(asIs: Chosen): Promise<Chosen> {
    let best = asIs;
    let bestUsd = this.purchasedUsd * (1 - SAME);
    for (const way of this.#alternatives.leaner) {
      const parts = way.parts.map((part) => ({
        ...part,
        strategy: settledFleet(part.strategy),
        tool: null,
      }));
      const usd = await this.#wayUsd(parts, NOTHING, false, false);
      if (usd >= bestUsd) continue;
      best = { label: way.label, parts, assumptions: [] };
      bestUsd = usd;
    }
    return best;
  }

  async #bestTools(way: Chosen): Promise<Chosen> {
    const chosen: { part: PlacedPart; assumptions: readonly Assumption[] }[] = [];
    for (const part of way.parts) chosen.push(await this.#bestTool(part));
    if (chosen.every(({ part }) => part.tool === null)) return way;
    const parts = chosen.map(({ part }) => part);
    return { ...way, parts, assumptions: chosen.flatMap((c) => c.assumptions) };
  }

  async #bestTool(
    part: PlacedPart,
  ): Promise<{ part: PlacedPart; assumptions: readonly Assumption[] }> {
    const work = meanWork(this.#real.months[0] ?? []);
    const ranked = screenTools(part.strategy, this.#alternatives.tools, work);
    const portless = ranked.find(({ option }) => option.port === undefined);
    const tried = new Set([...ranked.slice(0, MOST_TOOLS), ...(portless ? [portless] : [])]);
    let best: { part: PlacedPart; assumptions: readonly Assumption[] } = { part, assumptions: [] };
    let bestUsd = (await this.#wayUsd([part], NOTHING, false, false)) * (1 - SAME);
    for (const { option, chipsPerReplica } of tried) {
      const strategy = withTool(part.strategy, option, chipsPerReplica);
      const tool = toolWords(option, chipsPerReplica, part.strategy.terms);
      const placed = { ...part, strategy, tool };
      const usd = await this.#wayUsd([placed], NOTHING, false, false);
      if (usd >= bestUsd) continue;
      best = { part: placed, assumptions: option.assumptions };
      bestUsd = usd;
    }
    return best;
  }
}

const NOTHING: Freed = { idle: false, reliability: false, promise: false };

function unitsOfSizing({ strategy, sizing }: Evaluation, replicas: number): number {
  const { supply } = strategy.plan;
  if (supply.kind === "api" || sizing?.how !== "fixed") return replicas;
  return typeof strategy.replicas === "number"
    ? unitsWithFirst(settledFleet(strategy).plan.supply as typeof supply, replicas)
    : replicas;
}

function toolLabel({ parts }: Chosen): string | null {
  const labels = [...new Set(parts.flatMap(({ tool }) => (tool === null ? [] : [tool])))];
  return labels.length === 0 ? null : labels.join(" and ");
}

/** Fleets with equal keys do the same. */
function keyOf({ plan }: Strategy): string {
  return JSON.stringify(withoutBreakdowns(plan).supply);
}

/** Chips that are paid for over those in service, by month: whole servers. */
function chipsPaid(months: readonly MonthPhysical[], terms: Terms): readonly number[] {
  if (terms.kind !== "own") return months.map(() => 1);
  const owned = ownedChips(months, terms);
  return months.map(({ chips }, i) => (chips > 0 ? (owned[i] ?? chips) / chips : 1));
}

/**
 * Terms of a part of any size: chips by the piece, no toil, no sales; people, and what is paid by the
 * month whatever is served, with the first.
 */
export function bareTerms(terms: Terms, place: number): Terms {
  const { revenue: _, toil: __, ...rest } = terms;
  const byVolume = terms.extraCosts?.filter(({ per }) => per !== "month");
  const further = { staffFte: 0, ...(byVolume && { extraCosts: byVolume }) };
  const bare = { ...rest, ...(place > 0 ? further : {}) } as Terms;
  if (bare.kind !== "own") return bare;
  const { chipsPerServer: ___, ...byThePiece } = bare;
  return byThePiece;
}

function acceptedIn(row: MonthPhysical | undefined): number {
  return row?.answers?.acceptedOnTime ?? row?.onTimeRequests ?? 0;
}

function meanWork(months: readonly MonthPhysical[]): MeanWork {
  const requests = months.reduce((sum, row) => sum + row.requests, 0);
  const input = months.reduce((sum, { tokens }) => sum + tokens.input, 0);
  const output = months.reduce((sum, { tokens }) => sum + tokens.output, 0);
  return { inputTokens: input / requests, outputTokens: output / requests };
}

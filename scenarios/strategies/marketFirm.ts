import type { EntryTerms, MarketUsers } from "../../sim/marketPlan.ts";
import type { FirmStake } from "../../sim/marketStake.ts";
import { HOURS_PER_YEAR, SECONDS_PER_HOUR, TOKENS_PER_MTOK } from "../../sim/units.ts";
import type { CatalogRow } from "../catalog/row.ts";
import { type Path, pathText } from "../schema/layers.ts";
import type { FirmConfig } from "../schema/market.ts";
import type { Sourced } from "../schema/quantity.ts";
import type { Inputs } from "./inputs.ts";

/** One seller of a scenario's market as plain numbers, each noted as an input. */

const SECONDS_PER_YEAR = HOURS_PER_YEAR * SECONDS_PER_HOUR;
const SECONDS_PER_MONTH = SECONDS_PER_YEAR / 12;

/** Stands for a row where the number is always stated. */
export function noRow(): never {
  throw new RangeError("a stated number looked up in the catalogue");
}

/** Reads fields below one path of the scenario's market. */
export class MarketFields {
  readonly #inputs: Inputs;
  readonly #at: Path;
  readonly #row: (name: string) => CatalogRow;
  /** Whose number it is, in front of each label; empty for what belongs to everybody. */
  readonly #whose: string;

  constructor(inputs: Inputs, at: Path, row: (name: string) => CatalogRow, whose = "") {
    this.#inputs = inputs;
    this.#at = at;
    this.#row = row;
    this.#whose = whose;
  }

  /** The stated number, or that of the catalogue's market table. */
  of(
    field: string,
    label: string,
    unit: string,
    stated: Sourced | undefined,
    row: string | (() => CatalogRow),
    baseUnits = 1,
  ): number {
    const find = typeof row === "string" ? () => this.#row(row) : row;
    return this.#inputs.priced({
      ...{ path: this.path(field), label: this.#whose + label, unit, stated, row: find, baseUnits },
    });
  }

  /** A number that is read off elsewhere where it is not stated. */
  maybe(field: string, label: string, unit: string, stated: Sourced | undefined): number | null {
    return stated === undefined ? null : this.of(field, label, unit, stated, noRow);
  }

  /** A number that is nothing where it is not stated. */
  orElse(
    field: string,
    label: string,
    unit: string,
    stated: Sourced | undefined,
    otherwise: number,
  ): number {
    return stated === undefined ? otherwise : this.of(field, label, unit, stated, noRow);
  }

  /** Whole months of a stated time, or of a row in months. */
  months(
    field: string,
    label: string,
    stated: Sourced | undefined,
    row: string | (() => CatalogRow),
  ): number {
    return Math.round(this.of(field, label, "months", stated, row, SECONDS_PER_MONTH));
  }

  years(field: string, label: string, stated: Sourced | undefined, row: string): number {
    return this.of(field, label, "years", stated, row, SECONDS_PER_YEAR);
  }

  /** A row of the catalogue that a number of the scenario is multiplied by. */
  factor(name: string, label: string): number {
    const row = this.#row(name);
    this.#inputs.row(row, `catalog.market.${name}`, label);
    return row.value;
  }

  path(field: string): string {
    return pathText([...this.#at, ...field.split(".")]);
  }
}

/** @param leadRow lead time of capacity where the firm states none */
export function firmStake(
  firm: FirmConfig,
  fields: MarketFields,
  leadRow: string | (() => CatalogRow),
): FirmStake {
  const { of, maybe, orElse } = bound(fields);
  const appeal = orElse("appeal", "appeal at one price", "ratio", firm.appeal, 1);
  const cashUsd = maybe("cash", "cash", "USD", firm.cash);
  return {
    quality: Math.log(appeal),
    capacityMtokPerMonth: maybe("capacity", "capacity", "Mtok/month", firm.capacity),
    avoidableShare: maybe("avoidable", "avoidable part of cost", "share", firm.avoidable),
    cashUsd,
    cashMonths: cashUsd === null ? fields.factor("cash_months", "cash in months of cost") : 0,
    madeMonths: fields.factor("made_months", "made before, in months"),
    leadMonths: fields.months("lead", "lead time of capacity", firm.lead, leadRow),
    mostGrowthPerMonth: of(
      "expansion",
      "most growth of capacity",
      "share/month",
      firm.expansion,
      "expansion_per_month",
    ),
    retentionPerMonth: of(
      "retention",
      "customers who stay a month",
      "share",
      firm.retention,
      "retention_per_month",
    ),
    reinvestedShare: orElse("reinvest", "profit spent on efficiency", "share", firm.reinvest, 0),
    softwareFactor: orElse("engine", "cost with its own software", "ratio", firm.engine, 1),
    users: firm.users === undefined ? null : usersOf(firm.users, fields),
    entry: firm.entry === undefined ? null : entryOf(firm.entry, fields),
  };
}

function bound(fields: MarketFields) {
  return {
    of: fields.of.bind(fields),
    maybe: fields.maybe.bind(fields),
    orElse: fields.orElse.bind(fields),
  };
}

function usersOf(users: NonNullable<FirmConfig["users"]>, fields: MarketFields): MarketUsers {
  const { of, orElse } = bound(fields);
  const stated = (field: string, label: string, unit: string, value: Sourced, per = 1): number =>
    of(`users.${field}`, label, unit, value, noRow, per);
  const freeMtok = stated(
    "free_use",
    "use of a free user",
    "Mtok/month",
    users.free_use,
    TOKENS_PER_MTOK,
  );
  const leastShare =
    users.least_free_use === undefined
      ? fields.factor("least_free_share", "least part of the free use")
      : stated("least_free_use", "least part of the free use", "share", users.least_free_use);
  return {
    users: stated("count", "users", "", users.count),
    payingShare: stated("paying", "paying users", "share", users.paying),
    usdPerPayingUserMonth: stated("price", "price of the paid plan", "USD/user-month", users.price),
    paidMtokPerUserMonth: stated(
      "paid_use",
      "use of a paying user",
      "Mtok/month",
      users.paid_use,
      TOKENS_PER_MTOK,
    ),
    freeMtokPerUserMonth: freeMtok,
    leastFreeMtokPerUserMonth: freeMtok * leastShare,
    userGrowthPerMonth: orElse("users.growth", "growth of users", "share/month", users.growth, 0),
    usageGrowthPerMonth: orElse(
      "users.usage_growth",
      "growth of use per user",
      "share/month",
      users.usage_growth,
      0,
    ),
    paidElasticity: of(
      "users.elasticity",
      "price elasticity of paying users",
      "ratio",
      users.elasticity,
      "paid_elasticity",
    ),
  };
}

function entryOf(entry: NonNullable<FirmConfig["entry"]>, fields: MarketFields): EntryTerms {
  return {
    sunkUsd: fields.of("entry.sunk", "sunk on entry", "USD", entry.sunk, "entry_sunk_usd"),
    paybackYears: fields.years(
      "entry.payback",
      "payback of what is sunk",
      entry.payback,
      "entry_payback_years",
    ),
    plannedBusyShare: fields.of(
      "entry.busy",
      "part of its fleet it expects to fill",
      "share",
      entry.busy,
      "entry_busy_share",
    ),
  };
}

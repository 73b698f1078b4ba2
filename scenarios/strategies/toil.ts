import type { CommonTerms } from "../../sim/terms.ts";
import { SECONDS_PER_HOUR } from "../../sim/units.ts";
import { catalogRow } from "../catalog/catalog.ts";
import { type CatalogRow, derived } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { Sourced } from "../schema/quantity.ts";
import type { Inputs } from "./inputs.ts";

/** Developer toil of a scenario, where it asks for it. */

/** Mean of a lognormal over its median. */
const meanOverMedian = (sigma: number): number => Math.exp(sigma ** 2 / 2);

export function toilPart(scenario: Scenario, inputs: Inputs): Pick<CommonTerms, "toil"> {
  const { config, catalog } = scenario;
  const { stack, toil } = config.economics;
  const off = toil === "off" || toil === false || (toil === undefined && stack === undefined);
  if (off) return {};
  const own = typeof toil === "object" ? toil : {};
  const row = (name: string) => (): CatalogRow => catalogRow(catalog, "toil", name);
  const at = (
    [field, term, label, unit]: readonly [string, string, string, string],
    stated: Sourced | undefined,
    known: () => CatalogRow,
    baseUnits = 1,
  ): number =>
    inputs.priced({
      ...{ path: `economics.toil.${field}`, term: `toil.${term}`, label, unit },
      ...{ stated, row: known, baseUnits },
    });
  const compiled = stack === "compiler";
  inputs.chosen("economics.stack", "software stack", stack ?? "imperative");
  const hasChips = config.supply !== "api";
  const counted = (value: number, label: string): CatalogRow =>
    ({ ...row("services")(), value, low: value, high: value, note: label }) as CatalogRow;
  const debugRow = (): CatalogRow => {
    const factor = meanOverMedian(row("debug_sigma")().value);
    const note = "mean of a lognormal: median 2 h, p95 16 h";
    return derived(row("debug_median_hours")(), factor, [1.4, 3.6], note, "D");
  };
  const buildRow = (): CatalogRow => {
    const base = row("build_wait_hours")();
    if (!compiled) return base;
    const ratio = row("compile_time_ratio")();
    const range = [ratio.low, ratio.high] as const;
    return derived(base, ratio.value, range, "compiled over eager", "D");
  };
  return {
    toil: {
      usdPerYear: at(
        ["engineer", "usdPerYear", "cost of an engineer who is held up", "USD/year"],
        config.economics.staff_cost,
        () => catalogRow(catalog, "staff", "engineer_usd_per_year"),
      ),
      hoursPerYear: at(
        ["hours", "hoursPerYear", "working hours of a year", "h"],
        undefined,
        row("work_hours_per_year"),
      ),
      incidentsPerChipHour: failuresPerChipHour(scenario),
      manualShare: at(
        ["manual_share", "manualShare", "failures that people deal with", "share"],
        own.manual_share,
        row("manual_intervention_share"),
      ),
      detectHours: at(
        ["detect", "detectHours", "time until a failure is noticed", "h"],
        own.detect,
        row("detect_hours"),
        SECONDS_PER_HOUR,
      ),
      debugHours: at(
        ["debug", "debugHours", "time to debug it", "h"],
        own.debug,
        debugRow,
        SECONDS_PER_HOUR,
      ),
      tuningMonths: hasChips
        ? at(
            ["tuning", "tuningMonths", "tuning per service and chip family", "engineer-months"],
            own.tuning,
            row(compiled ? "tuning_compiler_months" : "tuning_imperative_months"),
          )
        : 0,
      services: at(["services", "services", "services", "services"], own.services, row("services")),
      chipFamilies: at(
        ["chip_families", "chipFamilies", "chip families", "families"],
        own.chip_families,
        () => counted(1, "the chips of this scenario"),
      ),
      releasesPerMonth: at(
        ["releases", "releasesPerMonth", "releases per service and month", "releases"],
        own.releases,
        row("releases_per_month"),
      ),
      buildHours: at(
        ["build", "buildHours", "build and queue of a release", "h"],
        own.build,
        buildRow,
        SECONDS_PER_HOUR,
      ),
      attentionShare: at(
        ["attention", "attentionShare", "attention while it waits", "share"],
        undefined,
        row("attention_async_share"),
      ),
      switchHours: at(
        ["switch", "switchHours", "time lost to an interruption", "h"],
        undefined,
        () => {
          const { value, low, high, ...rest } = row("context_switch_minutes")();
          return { ...rest, value: value / 60, low: low / 60, high: high / 60, unit: "h" };
        },
      ),
    },
  };
}

/** The failures that the fleet is simulated with. */
function failuresPerChipHour({ config, catalog }: Scenario): number {
  const { replicas } = config.faults;
  if (config.supply === "api" || replicas === "off" || replicas === false) return 0;
  if (typeof replicas === "object" && replicas.mtbf !== undefined) {
    return SECONDS_PER_HOUR / replicas.mtbf.value;
  }
  return catalogRow(catalog, "failures", "failures_per_chip_hour").value;
}

import { HOURS_PER_YEAR, SECONDS_PER_HOUR } from "../../sim/units.ts";
import type { PriceClock, PricePath, PurchaseTerms } from "../../sim/yearTerms.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { FlatTableName } from "../catalog/fields.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import type { Sourced } from "../schema/quantity.ts";
import type { Inputs } from "./inputs.ts";
import { wholeMonths } from "./wholeMonths.ts";
import { leadMonths } from "./years.ts";

/** Prices and contracts over the years, each number under its path in `Terms`. */

const SECONDS_PER_YEAR = HOURS_PER_YEAR * SECONDS_PER_HOUR;
type Economics = ScenarioConfig["economics"];

/** When prices are read and how long their trends last. */
export function clockPart({ config }: Scenario, inputs: Inputs): PriceClock {
  const { start, fade_after: fade } = config.economics;
  const months = start === undefined ? 0 : wholeMonths(start.value);
  if (start !== undefined) {
    const label = "months from today's prices to the start";
    inputs.stated("economics.start", label, start, "months", "lever", months);
  }
  if (fade === undefined) return months === 0 ? {} : { startMonths: months };
  const years = fade.value / SECONDS_PER_YEAR;
  inputs.stated("economics.fade_after", "trends of prices fade", fade, "years", "constant", years);
  return { ...(months === 0 ? {} : { startMonths: months }), fadeAfterYears: years };
}

type StatedPath = NonNullable<Economics["rent_path"]>;

/** Regimes of a price under their paths in `Terms`. */
export function regimesOf(
  key: "pricePath" | "rentPath",
  field: "api_price_path" | "rent_path",
  label: string,
  stated: StatedPath,
  inputs: Inputs,
): PricePath {
  return stated.map(({ from, change, step }, i) => {
    const fromMonth = wholeMonths(from);
    const at = (name: string, term: string, value: Sourced, words: string, unit: string): number =>
      value.value === 0
        ? 0
        : inputs.priced({
            path: `economics.${field}.${i}.${name}`,
            term: `${key}.${i}.${term}`,
            label: words,
            ...{ unit, stated: value, row: none },
          });
    return {
      fromMonth,
      changeRatePerYear: at(
        ...(["change", "changeRatePerYear", change] as const),
        ...([`yearly change of ${label} from month ${fromMonth}`, "share/year"] as const),
      ),
      stepShare: at(
        ...(["step", "stepShare", step] as const),
        ...([`jump of ${label} in month ${fromMonth}`, "share"] as const),
      ),
    };
  });
}

/** What owned servers are bought, leased, written off and powered by. */
export function purchasePart(scenario: Scenario, inputs: Inputs): PurchaseTerms {
  const { economics, fleet } = scenario.config;
  const at = (
    path: string,
    term: string,
    label: string,
    unit: string,
    stated: Sourced | undefined,
    row: () => CatalogRow,
    baseUnits = 1,
  ): number => inputs.priced({ path, term, label, unit, stated, row, baseUnits });
  const fromCatalog = (table: FlatTableName, name: string) => () =>
    catalogRow(scenario.catalog, table, name);
  const { deposit } = fleet.purchase ?? {};
  const { book_life: book, chip_launch: launch, lease, power_contract: power } = economics;
  const lead = leadMonths(scenario);
  const startMonths = wholeMonths(economics.start?.value ?? 0);
  return {
    ...(lead > 0 ? { leadMonths: lead } : {}),
    ...(deposit === undefined
      ? {}
      : {
          depositShare: at(
            ...(["fleet.purchase.deposit", "depositShare", "paid with the order"] as const),
            ...(["share", deposit, none] as const),
          ),
        }),
    ...(book === undefined
      ? {}
      : {
          bookLifeYears: at(
            ...(["economics.book_life", "bookLifeYears", "life in the books", "years"] as const),
            ...([book, none, SECONDS_PER_YEAR] as const),
          ),
        }),
    ...(launch === undefined
      ? {}
      : {
          launch: {
            month: wholeMonths(launch.at, "up") - startMonths + 1,
            dropShare: at(
              "economics.chip_launch.drop",
              "launch.dropShare",
              "resale value lost when the next chip comes",
              "share",
              launch.drop,
              fromCatalog("collateral", "next_generation_drop"),
            ),
          },
        }),
    ...(lease === undefined
      ? {}
      : {
          lease: {
            months: wholeMonths(lease.term),
            paid: lease.paid,
            ratePerYear: at(
              "economics.lease.rate",
              "lease.ratePerYear",
              "what the lessor earns",
              "share/year",
              lease.rate,
              fromCatalog("finance", "debt_rate_per_year"),
            ),
            buyOutShare:
              lease.buy_out === undefined
                ? 0
                : at(
                    "economics.lease.buy_out",
                    "lease.buyOutShare",
                    "price at the end of the lease",
                    "share",
                    lease.buy_out,
                    none,
                  ),
          },
        }),
    ...(power === undefined
      ? {}
      : {
          powerContract: {
            contractedWatts: power.power,
            months: wholeMonths(power.term),
            usdPerKwh: at(
              "economics.power_contract.price",
              "powerContract.usdPerKwh",
              "contracted power",
              "USD/kWh",
              power.price,
              none,
            ),
            minimumShare: at(
              "economics.power_contract.minimum",
              "powerContract.minimumShare",
              "contracted power billed in any case",
              "share",
              power.minimum,
              fromCatalog("site", "take_or_pay_share"),
            ),
          },
        }),
  };
}

function none(): never {
  throw new RangeError("price that only the scenario can state; expected it there");
}

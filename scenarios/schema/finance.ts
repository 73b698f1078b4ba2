import { z } from "zod";
import { quantity, sourced } from "./quantity.ts";

/**
 * Tax, debt, inflation and days of credit: what turns the bill into a cash flow. Absent = the bill
 * alone. Rates of debt and equity are nominal, the discount rate is real.
 */

const about = (description: string) => ({ description });
const YEAR_S = 31_536_000;
const MONTH_S = 2_628_000;

export const DEPRECIATIONS = ["straight-line", "macrs-5", "bonus"] as const;

export const financeSchema = z
  .strictObject({
    tax: sourced("share", { about: "Tax on profit", min: 0, below: 1 }).optional(),
    inflation: sourced("sharePerYear", {
      about: "Rise of all prices; stated prices are those of year 0",
      min: -0.5,
      max: 10,
      example: "2 %/year",
    }).optional(),
    depreciation: z
      .enum(DEPRECIATIONS)
      .prefault("macrs-5")
      .meta(about("How servers are written off for tax; a facility goes straight line")),
    bonus: sourced("share", {
      about: "Share of the servers written off for tax in their first year, the rest by MACRS",
      min: 0,
      max: 1,
      example: "100 %",
    }).optional(),
    facility_tax_life: sourced("time", {
      about: "Tax life of an own facility",
      above: 0,
      max: 100 * YEAR_S,
      example: "39 years",
    }).optional(),
    losses: z
      .enum(["other-income", "carry-forward"])
      .optional()
      .meta(
        about(
          "What a tax loss is good for: other profits of the firm at once, or later profits of its own; the latter where there is revenue, else the former",
        ),
      ),
    loss_use: sourced("share", {
      about: "Share of a year's profit that losses carried forward may take away; 80 % in the US",
      min: 0,
      max: 1,
      example: "80 %",
    }).optional(),
    debt: z
      .strictObject({
        share: sourced("share", {
          about: "Share of every purchase that is borrowed",
          min: 0,
          below: 1,
          example: "60 %",
        }),
        rate: sourced("sharePerYear", {
          about: "Interest on debt, nominal and effective",
          min: 0,
          max: 1,
          example: "10 %/year",
        }).optional(),
        years: sourced("time", {
          about: "Time over which a loan is repaid, in level monthly payments",
          min: MONTH_S,
          max: 50 * YEAR_S,
          example: "5 years",
        }).optional(),
      })
      .optional()
      .meta(about("Loans on what is bought")),
    receivable: sourced("time", {
      about: "Time from a sale to its payment",
      min: 0,
      max: YEAR_S,
      example: "45 days",
    }).optional(),
    payable: sourced("time", {
      about: "Time from a cost to its payment",
      min: 0,
      max: YEAR_S,
      example: "30 days",
    }).optional(),
    equity_rate: sourced("sharePerYear", {
      about: "Cost of equity, nominal; left out: what the discount rate as cost of capital implies",
      min: 0,
      max: 2,
      example: "15 %/year",
    }).optional(),
    hardware_progress: sourced("sharePerYear", {
      about:
        "Work that a dollar of new servers does more per year: sets their economic life, no cost",
      min: 0,
      max: 10,
      example: "43 %/year",
    }).optional(),
    prepaid: z
      .strictObject({
        term: quantity("time", {
          about: "Whole months of rent paid at once, before the first of them",
          min: MONTH_S,
          max: 120 * MONTH_S,
          example: "12 months",
        }),
        discount: sourced("share", {
          about: "Discount on the rent paid ahead",
          min: 0,
          below: 1,
          example: "10 %",
        }),
      })
      .optional()
      .meta(about("Reserved rent paid ahead")),
  })
  .optional()
  .meta(about("Tax, debt, inflation and credit; makes the cash statement of the report"));

export type Finance = NonNullable<z.output<typeof financeSchema>>;

import type { ScenarioInput } from "../scenario.ts";
import { HOSTED_PRICES } from "./hostedPrices.ts";
import { type ComparisonRow, LEVER, LEVER_CHIPS, LEVER_DEMAND } from "./lever.ts";

/**
 * What the books make of a fleet: tax, debt, first-year write-off, and lives that the accountant
 * and the machine do not share. One service that sells its tokens, on owned H100.
 */
const FIRM = {
  ...LEVER,
  demand: { ...LEVER_DEMAND, rate: "120/s" },
  supply: "owned",
  fleet: LEVER_CHIPS,
} as const satisfies ScenarioInput;

const REVENUE = {
  token_price: HOSTED_PRICES,
} as const;

const financeEquity = {
  ...FIRM,
  name: "finance-equity",
  question: "What is a fleet worth that is paid from one's own money and written off by MACRS?",
  economics: {
    horizon: "60 months",
    finance: { depreciation: "macrs-5", losses: "other-income" },
    revenue: REVENUE,
  },
} satisfies ScenarioInput;

const financeBonus = {
  ...FIRM,
  name: "finance-bonus",
  question: "What is a fleet worth that is written off for tax in its first year?",
  economics: {
    horizon: "60 months",
    finance: { depreciation: "bonus", losses: "other-income" },
    revenue: REVENUE,
  },
} satisfies ScenarioInput;

const financeDebt = {
  ...FIRM,
  name: "finance-debt",
  question: "What is a fleet worth to its owners when six tenths of it are borrowed?",
  economics: {
    horizon: "60 months",
    finance: { depreciation: "bonus", losses: "other-income", debt: { share: "60 %" } },
    revenue: REVENUE,
  },
} satisfies ScenarioInput;

/** Tax by its own table, so that books move profits alone; a loss lowers the tax on other income. */
const TAX_APART = { depreciation: "macrs-5", losses: "other-income" } as const;

const booksThree = {
  ...FIRM,
  name: "books-three-years",
  question: "What does a fleet earn that is used, and written off, for three years?",
  economics: {
    horizon: "36 months",
    server_life: "3 years",
    finance: TAX_APART,
    revenue: REVENUE,
  },
} satisfies ScenarioInput;

const booksSix = {
  ...FIRM,
  name: "books-six-years",
  question: "What does a fleet earn that is used for three years and written off over six?",
  economics: {
    horizon: "36 months",
    server_life: "3 years",
    book_life: "6 years",
    finance: TAX_APART,
    revenue: REVENUE,
  },
} satisfies ScenarioInput;

export const FINANCING: readonly ScenarioInput[] = [
  ...[financeEquity, financeBonus, financeDebt],
  ...[booksThree, booksSix],
];

export const FINANCING_COMPARISONS: readonly ComparisonRow[] = [
  [
    "finance",
    "What does financing change: tax, a first-year write-off, debt?",
    ["finance-equity", "finance-bonus", "finance-debt"],
  ],
  [
    "depreciation",
    "How much profit is booked too early with six years in the books and three in use?",
    ["books-three-years", "books-six-years"],
  ],
];

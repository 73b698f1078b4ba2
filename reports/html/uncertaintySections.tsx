import type { Comparison } from "../../sim/comparison.ts";
import { typographic } from "../format.ts";
import { howSure } from "../views/uncertainty.ts";
import type { Section } from "./input.ts";
import { HowSure, VarianceShares, WhenItFlips } from "./Uncertainty.tsx";

/** What the ranges of the inputs do to the answer; nothing where none were drawn. */
export function uncertaintySections(comparison: Comparison): Section[] {
  const found = comparison.monteCarlo;
  if (found === undefined) return [];
  const several = found.outcomes.length > 1;
  return [
    {
      id: "how-sure",
      name: "How sure",
      question: several
        ? "How sure is it, over everything we do not know?"
        : "How far may it be off?",
      ...(several ? { finding: typographic(howSure(found)) } : {}),
      body: <HowSure comparison={comparison} found={found} />,
    },
    ...(found.inputs.length === 0
      ? []
      : [
          {
            id: "variance",
            name: "What we do not know",
            question: "Which unknown makes the answer unsure?",
            body: <VarianceShares comparison={comparison} found={found} />,
          },
        ]),
    ...(several
      ? [
          {
            id: "when-it-flips",
            name: "When it flips",
            question: "When does the answer flip?",
            body: <WhenItFlips comparison={comparison} found={found} />,
          },
        ]
      : []),
  ];
}

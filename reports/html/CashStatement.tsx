import type { ReactElement } from "react";
import type { PostingsView } from "../views/postings.ts";
import { STATEMENT_FIGURES, type StatementView } from "../views/statement.ts";
import { Postings } from "./CashEntries.tsx";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

/** Revenue to equity cash by year, and what an investor makes of it. */
export function CashStatement({
  answer,
  views,
  postings,
}: {
  answer: string;
  views: readonly StatementView[];
  postings: readonly PostingsView[];
}): ReactElement {
  const shown = STATEMENT_FIGURES.filter(([label]) =>
    views.some(({ figures }) => figures.get(label) !== "n/a"),
  );
  return (
    <>
      <p className="answer">{answer}</p>
      <DataTable
        id="investment-table"
        data={{
          caption: "What the cash comes to, USD of year 0 (± 95 % half-width)",
          columns: [
            { label: "figure" },
            ...views.map(({ name }) => ({ label: name, numeric: true })),
          ],
          rows: shown.map(([label]) => [
            label,
            ...views.map(({ figures }) => figures.get(label) ?? ""),
          ]),
        }}
      />
      {views.map(
        ({ name, life }) => life !== null && <p key={name}>{`${name}: ${life.sentence}`}</p>,
      )}
      {views.map(({ name, years, lines }, i) => (
        <DataTable
          key={name}
          id={`statement-table-${i}`}
          data={{
            caption: `Cash statement of ${name} by year, nominal USD (± 95 % half-width)`,
            columns: [
              { label: "line" },
              ...years.map((year) => ({
                label: year === 0 ? "start" : String(year),
                numeric: true,
              })),
            ],
            rows: lines.map(({ label, values }) => [label, ...values.map(({ text }) => text)]),
          }}
        />
      ))}
      <Postings views={postings} />
      <How>
        <p>
          Prices rise with inflation; what is shown is nominal, money that leaves is negative.
          EBITDA is revenue less the costs above it; what was bought is written off straight line in
          the books and by the stated method for tax, assessed by year. Cash before interest =
          EBITDA − tax without debt − capex − working capital + resale, discounted at the cost of
          capital: the tax that interest saves stands in that rate alone. Cash to the owners is what
          is left after debt, discounted at the cost of equity. Cost after tax takes off the tax
          that the costs save: present costs less the tax saved, over present tokens; the price that
          breaks even is that cost over 1 − tax, with the tax of a year in equal parts. Economic
          life is the age at which buying, selling and replacing over and over costs least; the
          write-offs are those of the largest fleet, straight line, the economic one down to the
          resale value. Tax is the taxable income times the rate. Every line is a sum of postings,
          by year above, by month in journal.csv.
        </p>
      </How>
    </>
  );
}

import type { ReactElement } from "react";

export interface TableData {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** A table that scrolls sideways on a small screen and can be taken away as CSV. */
export function DataTable({ id, data }: { id: string; data: TableData }): ReactElement {
  const { caption, columns, rows } = data;
  return (
    <div className="table-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" aria-label={caption} tabIndex={0}>
        <table id={id}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ label, numeric }) => (
                <th key={label} scope="col" className={numeric ? "num" : undefined}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
              <tr key={i}>
                {row.map((cell, j) => {
                  const column = columns[j];
                  const className = column?.numeric ? "num" : undefined;
                  return j === 0 ? (
                    <th key={column?.label} scope="row" className={className}>
                      {cell}
                    </th>
                  ) : (
                    <td key={column?.label} className={className}>
                      {cell}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <button type="button" className="csv" data-table={id} hidden>
        Save this table as CSV
      </button>
    </div>
  );
}

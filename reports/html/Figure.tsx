import type { ReactElement, ReactNode } from "react";
import type { ChartText } from "../charts/svg.ts";
import { DataTable, type TableData } from "./DataTable.tsx";

/** Widths that every chart is drawn at: the page shows the one that fits. */
const WIDE_PX = 720;
const NARROW_PX = 340;

export interface FigureProps {
  /** Anchor and prefix of every id inside. */
  readonly id: string;
  /** What the picture is about, for those who hear it. */
  readonly title: string;
  readonly description: string;
  readonly draw: (text: ChartText, widthPx: number) => string;
  readonly legend?: ReactNode;
  readonly table: TableData;
  /** How it is computed: formula, interval and source. */
  readonly how: ReactNode;
}

/** A picture in two widths, the same figures as a table, and how they came about. */
export function Figure(props: FigureProps): ReactElement {
  const { id, title, description, draw, legend, table, how } = props;
  return (
    <>
      <figure>
        <Drawing className="wide" svg={draw({ id: `${id}-wide`, title, description }, WIDE_PX)} />
        <Drawing
          className="narrow"
          svg={draw({ id: `${id}-narrow`, title, description }, NARROW_PX)}
        />
        {legend}
      </figure>
      <details className="twin">
        <summary>The same as a table</summary>
        <DataTable id={`${id}-table`} data={table} />
      </details>
      <How>{how}</How>
    </>
  );
}

function Drawing({ className, svg }: { className: string; svg: string }): ReactElement {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own SVG; its texts are escaped in charts/svg.ts
  return <div className={className} dangerouslySetInnerHTML={{ __html: svg }} />;
}

export function How({ children }: { children: ReactNode }): ReactElement {
  return (
    <details className="how">
      <summary>How is this computed?</summary>
      <div className="how-text">{children}</div>
    </details>
  );
}

/** Colours and their names, for segments too small to carry a label. */
export function Legend({
  items,
}: {
  items: readonly { readonly className: string; readonly words: string }[];
}): ReactElement {
  return (
    <ul className="legend">
      {items.map(({ className, words }) => (
        <li key={words}>
          <span className={`swatch ${className}`} aria-hidden="true" /> {words}
        </li>
      ))}
    </ul>
  );
}

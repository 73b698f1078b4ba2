import type { ReactElement } from "react";
import { segmentClass } from "../charts/palette.ts";
import { type StackBarsOptions, stackBarsSvg } from "../charts/stackBars.ts";
import { formatPlain } from "../format.ts";
import { CACHE_PLACES, type CacheView, cacheAnswer, PLACE_WORDS } from "../views/prefixCache.ts";
import { Figure, Legend } from "./Figure.tsx";

/** Where the beginnings of prompts were found again. */
export function PrefixCaches({ views }: { views: readonly CacheView[] }): ReactElement {
  const answer = cacheAnswer(views);
  const used = CACHE_PLACES.filter((name) =>
    views.some(({ places }) => places.some(({ place }) => place === name)),
  );
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="prefix-cache-chart"
        title="Prompt tokens by where they were found"
        description={answer}
        draw={(text, widthPx) => stackBarsSvg(text, cacheBars(views), widthPx)}
        legend={
          <Legend
            items={used.map((place) => ({
              className: segmentClass(`cache ${place}`),
              words: PLACE_WORDS[place],
            }))}
          />
        }
        table={{
          caption: "Prompt tokens by where they were found, peak hour (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            { label: "found in" },
            { label: "share", numeric: true },
            { label: "waited for transfers, s", numeric: true },
            { label: "moved, GB", numeric: true },
            { label: "dropped, million tokens", numeric: true },
          ],
          rows: views.flatMap(({ name, places, evictedMtok }) =>
            places.map(({ place, share, waitedS, movedGb }) => [
              name,
              PLACE_WORDS[place],
              share.text,
              waitedS?.text ?? "",
              movedGb?.text ?? "",
              place === "hbm" ? evictedMtok.text : "",
            ]),
          ),
        }}
        how={
          <p>
            Every prompt is looked up from its first token on; only a beginning that is the same to
            the last block counts. What lies in a slower tier is fetched when that takes less time
            than computing it. Waiting is summed over the requests of the peak hour. The share over
            the whole horizon stands under “Key numbers”.
          </p>
        }
      />
    </>
  );
}

/** One bar per strategy, from the nearest place to what was found nowhere. */
export function cacheBars(views: readonly CacheView[]): StackBarsOptions {
  return {
    bars: views.map(({ name, hitShare, places }) => ({
      label: name,
      total: { value: hitShare.value * 100, half: null, text: `${hitShare.text} found` },
      segments: places.map(({ place, share }) => ({
        name: place === "computed" ? "computed" : PLACE_WORDS[place],
        className: segmentClass(`cache ${place}`),
        value: share.value * 100,
      })),
      parts: [],
    })),
    axisTitle: "share of prompt tokens in the peak hour, %",
    format: (value) => formatPlain(Number(value.toPrecision(2))),
    limit: 100,
  };
}

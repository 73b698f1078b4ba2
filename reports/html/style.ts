import { DARK, LIGHT, segmentCss, seriesCss, type Theme } from "../charts/palette.ts";

function variables(theme: Theme): string {
  const { paper, panel, ink, soft, rule, accent, warn, series } = theme;
  const named = Object.entries({ paper, panel, ink, soft, rule, accent, warn });
  const hues = series.map((hue, i) => `--s${i}:${hue}`);
  return [...named.map(([name, value]) => `--${name}:${value}`), ...hues].join(";");
}

const BASE = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-width:860px;margin:0 auto;padding:28px 24px 64px}
h1,h2,.answer-line{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,"Liberation Serif",serif;font-weight:600;text-wrap:balance}
h1{font-size:17px;margin:0;color:var(--soft);font-weight:500}
h2{font-size:25px;line-height:1.22;margin:2px 0 10px}
h3{font-size:13px;line-height:1.3;margin:0 0 6px;color:var(--soft);font-weight:600}
p{margin:0 0 12px}
a{color:var(--accent)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
code{background:var(--panel);padding:1px 4px;border-radius:3px}
.masthead{display:flex;justify-content:space-between;align-items:baseline;gap:16px;border-bottom:2px solid var(--ink);padding-bottom:10px;margin-bottom:22px}
button{flex:none;font:inherit;font-size:13px;color:var(--accent);background:none;border:1px solid var(--rule);border-radius:4px;padding:3px 10px;cursor:pointer}
button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
nav ol{list-style:none;margin:0;padding:12px 0;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:14px}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
.block{padding-top:34px;margin-top:30px;border-top:1px solid var(--rule)}
.block:first-of-type{border-top:0;margin-top:0;padding-top:0}
.overline{font-size:12.5px;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);margin:0}
.overline a{color:inherit;text-decoration:none}
.answer{font-size:17px;max-width:68ch}
.answer::first-letter{text-transform:uppercase}
.answer-line{font-size:36px;line-height:1.16;margin:4px 0 14px}
.confidence{font-size:17px}
.word{border-bottom:3px solid var(--accent)}
.word-low,.word-moderate{border-bottom-style:dashed}
.word-low{border-color:var(--warn)}
.caveats{border-left:3px solid var(--warn);padding:2px 0 2px 14px;margin:0 0 14px;list-style:none}
.reasons{margin:18px 0 0;display:grid;gap:10px}
.reasons>div{display:grid;grid-template-columns:130px 1fr;gap:12px}
dt{color:var(--soft);font-size:14px}
dd{margin:0}
dd ul,.plain{margin:0 0 12px;padding-left:18px}
.tiles{list-style:none;margin:0 0 20px;padding:0;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1px;background:var(--rule);border:1px solid var(--rule)}
.tiles li{background:var(--paper);padding:14px 16px}
.unusual{font-size:14px;color:var(--soft);max-width:70ch}
.tile-table{width:100%;border-collapse:collapse;font-size:15px}
.tile-table th,.tile-table td{padding:2px 0;border:0;font-weight:400}
.tile-table tbody th[scope=row]{min-width:0}
.tile-table th{text-align:left;color:var(--soft)}
.tile-table td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.tile-table .winner th,.tile-table .winner td{font-weight:700;color:var(--ink)}
.difference{font-size:13px;color:var(--soft);margin:8px 0 0;font-variant-numeric:tabular-nums}
.dot,.swatch{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:3px}
.swatch{border-radius:2px;outline:1px solid var(--rule)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:8px 0 0;padding:0;font-size:13.5px;color:var(--soft)}
figure{margin:18px 0 8px}
.narrow{display:none}
svg.chart{display:block;width:100%;height:auto;overflow:visible}
details{margin:6px 0;font-size:15px}
summary{cursor:pointer;color:var(--accent);font-size:14px;padding:2px 0}
.how-text{border-left:2px solid var(--rule);padding:6px 0 1px 14px;margin:4px 0 10px;max-width:70ch}
.formulas{font-size:14px;display:grid;gap:8px;margin:0 0 12px}
.table-block{margin:8px 0 14px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13.5px;line-height:1.4;width:100%}
caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:6px}
th,td{padding:5px 10px 5px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;font-weight:400}
thead th{border-bottom:1.5px solid var(--ink);font-weight:600;font-size:13px;vertical-align:bottom}
th.num,td.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding:5px 0 5px 10px}
thead th.num{white-space:normal}
th,td{white-space:pre-line}
th.num,td.num{white-space:pre}
.num+td:not(.num),.num+th:not(.num){padding-left:18px}
th[scope=row]{min-width:15ch}
td:not(.num){overflow-wrap:break-word;min-width:7ch}
.entries td:last-child:not(.num){min-width:24ch}
.csv{margin-top:8px}
#assumptions-table{table-layout:fixed;min-width:700px}
#assumptions-table td.num{white-space:pre-line}
#assumptions-table :is(td,th){overflow-wrap:anywhere;min-width:0}
#assumptions-table thead th{overflow-wrap:normal}
#assumptions-table :is(td,th):nth-child(1){width:27%}
#assumptions-table :is(td,th):nth-child(2){width:19%}
#assumptions-table :is(td,th):nth-child(3){width:12%}
#assumptions-table :is(td,th):nth-child(4){width:8%}
#assumptions-table :is(td,th):nth-child(5){width:13%}
#provenance-table td{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
pre{background:var(--panel);padding:12px 14px;border-radius:4px;white-space:pre-wrap;margin:6px 0 12px}
.command{display:block;padding:10px 12px;margin-top:6px}
.sized{margin-bottom:18px}
.part{margin-bottom:26px}
#waste-table td:nth-child(3){min-width:19ch}
#pools-table td:nth-child(3){min-width:17ch}
.part>h3{font-size:16px;color:var(--ink);margin:14px 0 6px}
footer{margin-top:44px;border-top:2px solid var(--ink);padding-top:12px;font-size:13.5px;color:var(--soft);overflow-wrap:anywhere}`;

const CHARTS = `
.page{--halo:var(--paper)}
:where(.chart text){font:12px/1 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--halo);stroke-width:3px;stroke-linejoin:round}
.chart .segment-text{stroke:none}
.chart .tick{fill:var(--soft)}
.chart .chosen{fill:var(--ink);font-weight:700}
.chart .axis-title{fill:var(--soft)}
.chart .bar-label,.chart .series-label{font-weight:650;font-size:12.5px}
.chart .flip{fill:var(--warn)}
.chart .bar-total{fill:var(--soft)}
.chart .mark-text{fill:var(--ink);font-weight:600}
.chart .part-text{font-size:10px}
.chart .pin-text{font-size:9.5px;fill:var(--warn);font-weight:700}
.plate{fill:var(--paper)}
.whisker-halo{stroke:var(--paper);stroke-width:4.5}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--soft);stroke-width:1}
.segment{stroke:var(--paper);stroke-width:1}
.curve{fill:none;stroke-width:2.25;stroke-linejoin:round}
.band{opacity:.17}
.band-edge{fill:none;stroke-width:1;opacity:.6}
.whisker{stroke:var(--ink);stroke-width:1.5}
.whisker-soft{stroke:var(--soft);stroke-width:1.5}
.crossing-band{fill:var(--accent);opacity:.16}
.crossing{stroke:var(--accent);stroke-width:1.5}
.crossing-dot{fill:var(--accent)}
.today{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3}
.zero{stroke:var(--warn);stroke-width:2}
.share-bar{fill:var(--accent);background:var(--accent)}
.moved-low{fill:var(--s0);background:var(--s0)}
.moved-high{fill:var(--s1);background:var(--s1)}
.chart .faint,.swatch.faint{fill:var(--soft);background:var(--soft);opacity:.45}
.promise{stroke:var(--warn);stroke-width:1.5}
.late{fill:var(--warn);opacity:.07}
.warmup{fill:var(--soft);opacity:.18}
.pin{stroke:var(--warn);stroke-width:1;stroke-dasharray:2 2}
.hour{fill:var(--s0);opacity:.55}
.hour.peak{opacity:1}
.holds{fill:var(--s2)}
.fails{fill:var(--paper);stroke:var(--warn);stroke-width:2}`;

const NARROW = `
@media (max-width:599px){
.page{padding:18px 14px 48px}
.wide{display:none}
.narrow{display:block}
.tiles{grid-template-columns:minmax(0,1fr)}
.answer-line{font-size:26px}
h2{font-size:21px}
.reasons>div{grid-template-columns:1fr;gap:2px}
nav ol{gap:4px 14px}
}`;

const PRINT = `
@page{size:auto;margin:16mm 14mm}
@media print{
body{font-size:10.5pt}
.page{max-width:none;padding:0}
.wide{display:block}
.narrow{display:none}
nav,button,details.how,details.config,details.entries{display:none!important}
details.twin>summary{list-style:none;color:var(--soft)}
details::details-content{content-visibility:visible;display:block;block-size:auto}
figure,.tiles,tr,.part table,#waste-table{break-inside:avoid}
h2,.part>h3,.overline,.answer{break-after:avoid}
.block{margin-top:14px;padding-top:14px}
.scroll{overflow:visible}
table{font-size:8.5pt}
th.num,td.num{white-space:pre-line}
th[scope=row]{min-width:0}
.segment,.swatch,.dot,.band,.warmup,.late{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;

/** The whole style sheet: two themes, narrow screens, paper. Printed pages are always light. */
export const STYLE = [
  `:root{${variables(LIGHT)}}`,
  `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${variables(DARK)}}}`,
  `@media screen{:root[data-theme=dark]{${variables(DARK)};color-scheme:dark}:root[data-theme=light]{color-scheme:light}}`,
  BASE.trim(),
  CHARTS.trim(),
  seriesCss(),
  segmentCss(),
  NARROW.trim(),
  PRINT.trim(),
].join("\n");

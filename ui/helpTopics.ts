/** Short texts on what people ask, by name: `costmoat help topic NAME`. */
export const HELP_TOPICS = {
  units: `Quantities carry their unit: "20/s", "2 s", "100 ms", "31000 USD", "2.2 USD/h", "9 MW",
"0.08 USD/kWh", "0.75 USD/Mtok", "2 %/month", "36 months". A bare number where the unit matters is
an error (CM-E0117) that says which unit is expected. GB is 10^9 bytes, GiB is 2^30 bytes.
A range "0.055 to 0.11 USD/kWh" is an interval that the report moves the price through.`,
  set: `--set PATH=VALUE changes one field of every scenario of the command; repeat it for more.
PATH is dotted as in the file: fleet.gpu, demand.rate, economics.electricity, faults.replicas.
The value is read as in the file: --set demand.rate=40/s --set faults.stalls=off. An empty value
takes a field out. A field without effect in all scenarios is refused. costmoat list params names
all fields.`,
  traces: `--trace FILE[:FORMAT] replays recorded requests in place of the scenario's demand.
Formats: azure, mooncake, bailian, burstgpt, vidur and kv-cache-tester (a file, a folder or a tar of
coding sessions) are recognised by what is in them; csv and jsonl need their
columns named in the scenario (demand.trace.columns, demand.trace.time_unit). Every row is kept or
counted under a reason. Replication 0 is the trace as it is, the others resample blocks of it.`,
  verdict: `winner: the 95 % interval of the paired difference excludes 0 and the difference is no
tie. tie: the whole interval lies within 3 % of the base. undecided: anything else, with the
replications needed. point: nothing random is left, so no interval. infeasible: an option does not
fit, or delivers nothing in time. unstable: the queue grows, so there is no steady state.
none: one scenario alone. Confidence is the lower of two words: noise, and ranges of the inputs.`,
  ranges: `An input that is not known is a range: "2 to 5 USD/h" or {p5, p95} is a 90 % interval
(lognormal; normal where it reaches 0), "uniform(2, 5 USD/h)" and "triangular(2, 3, 5 USD/h)" end there;
{value, low, high} keeps its value as the median. --monte-carlo 200 (or uncertainty.samples) draws every
uncertain price, demand.rate and demand.growth; an input that strategies share is the same draw in all.
uncertainty.correlate lists [PATH, PATH, CORRELATION]. Levers are chosen and never drawn. What comes out
is P(A cheaper than B), P10 to P90, regret and the worth of knowing, beside the interval of the
simulation and never mixed with it. samples.csv has every draw.`,
  solve: `--find names one number: a price (tried without simulating again), demand.tokens_per_day or
demand.rate (read off the operating map, then run), fleet.count (whole replicas), economics.start
(months until the start: prices fall on the way), or any other quantity of the scenario (run).
--until says when: METRIC(SCENARIO) = METRIC(SCENARIO), or <= or >= a number; stable (no queue grows),
promise (kept in the peak hour), feasible, wins(SCENARIO) (costs least). npv, lcot, ttft are short
names. Highest price: --find economics.api_price.input --until "wins(consumer)". Break-even volume:
--find demand.tokens_per_day --until "npv(producer) = npv(consumer)". Fewest chips: --find fleet.count
--until promise. Latest start: --find economics.start --until "wins(producer)".`,
  streams: `The result goes to standard output, the same bytes for the same seed; progress,
warnings and errors go to standard error. Piping changes no format. --json prints one object,
also for errors. NO_COLOR and CI are respected.`,
  repro: `A report carries its scenarios, its seed and (up to 50,000 requests) its trace.
costmoat repro FILE runs it again from that alone and compares digests: exit 0 when they match,
9 when they do not or when an input inside the file was changed.`,
} as const;

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
  streams: `The result goes to standard output, the same bytes for the same seed; progress,
warnings and errors go to standard error. Piping changes no format. --json prints one object,
also for errors. NO_COLOR and CI are respected.`,
  repro: `A report carries its scenarios, its seed and (up to 50,000 requests) its trace.
costmoat repro FILE runs it again from that alone and compares digests: exit 0 when they match,
9 when they do not or when an input inside the file was changed.`,
} as const;

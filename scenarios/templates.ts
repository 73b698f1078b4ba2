/** Starter files for `costmoat init`: scenarios that load as they stand, with room to change. */

export interface Template {
  readonly name: string;
  readonly about: string;
  readonly text: string;
}

const HEAD = `schema: costmoat.scenario/1
`;

const DEMAND = `model: llama-3.1-70b        # see: costmoat list models

demand:                     # the same for everything you compare
  workload: conv            # or code, agent, reasoning ...: costmoat list params; your own requests:
  # trace: {file: requests.csv, format: azure}
  rate: 20/s                # mean over a typical week
  diurnal: office           # flat | office | servegen | burstgpt, or 24 hourly factors
  growth: 2 %/month

promise:                    # later than this is late
  ttft: 2 s                 # time to first token
  tpot: 100 ms              # time per output token after it
  quantile: 99 %            # of all requests
`;

const RUN = `
run:
  seed: 1                   # same seed, same bytes
  reps: 10
  window: 10 min
`;

const FLEET = `
fleet:
  gpu: h100                 # see: costmoat list chips
  precision: fp8
  tp: 4                     # chips per replica
  count: auto               # replicas; auto = the fewest that hold the promise
`;

const FAULTS = `
faults:
  replicas: on              # chips fail at the catalogue's rate
  stalls: on                # all-reduces stall
  power_cap: none           # or 400 kW
`;

export const TEMPLATES: readonly Template[] = [
  {
    name: "consumer",
    about: "buy tokens from an API",
    text: `# What does it cost to buy these tokens from an API?
${HEAD}name: consumer
supply: api
${DEMAND}
economics:                  # what is left out comes from the catalogue, with its source
  horizon: 36 months
  # api_price: {input: 0.75 USD/Mtok, cached: 0.4 USD/Mtok, output: 0.75 USD/Mtok}
  # api_price_decline: 15 %/year
${RUN}`,
  },
  {
    name: "renter",
    about: "rent chips by the hour or under a reservation",
    text: `# What does it cost to rent the chips?
${HEAD}name: renter
supply: rented
${DEMAND}${FLEET}  contract: on-demand       # on-demand | reserved-1y | reserved-3y

economics:                  # what is left out comes from the catalogue, with its source
  horizon: 36 months
  # rent: {value: 2.2 USD/h, source: "quote, 2026-09", grade: B}
${FAULTS}${RUN}`,
  },
  {
    name: "producer",
    about: "own the chips, in colocation or an own facility",
    text: `# What does it cost to own the chips?
${HEAD}name: producer
supply: owned
${DEMAND}${FLEET}  site: colocation          # colocation | own-facility
  region: us-average        # see: costmoat list regions

economics:                  # what is left out comes from the catalogue, with its source
  horizon: 36 months
  # gpu_price: {value: 31000 USD, source: "quote, 2026-09", as_of: 2026-09, grade: B}
  # electricity: {range: 0.055 to 0.11 USD/kWh, source: "our utility"}
${FAULTS}${RUN}`,
  },
];

export function findTemplate(name: string): Template | undefined {
  return TEMPLATES.find((template) => template.name === name);
}

import type { TimingCoefficients } from "../facts.ts";
import type { FleetPlan, Plan, PoolPlan } from "../plan.ts";
import type { FlowPlan } from "../stackPlan.ts";

/** Plans of a world without one friction: the same fleet, with ideal links or an ideal memory. */

/** Bandwidth that no transfer notices, bytes/s; finite, so that nothing times nothing stays nothing. */
const UNLIMITED = 1e30;

/** Links without latency or limit, inside replicas and between pools, and no stalled collectives. */
export function withIdealNetwork(plan: Plan): Plan {
  return withFleet(plan, (fleet) => ({
    ...withPools(fleet, idealLinks),
    faults: { ...fleet.faults, stallProbability: 0, stallS: 0 },
    ...(fleet.flows === undefined ? {} : { flows: fleet.flows.map(idealFlow) }),
  }));
}

/** Memory and host that never keep the arithmetic waiting; capacities stay. */
export function withIdealMemory(plan: Plan): Plan {
  return withFleet(plan, (fleet) => withPools(fleet, idealMemory));
}

/** Nothing fails and no machine is taken back; stalls belong to the network. */
export function withoutBreakdowns(plan: Plan): Plan {
  return withFleet(plan, (fleet) => {
    const { interruptions: _, ...faults } = fleet.faults;
    return { ...fleet, faults: { ...faults, failuresPerChipS: 0, forced: [] } };
  });
}

/** Whether anything can break down. */
export function breaksDown({ supply }: Plan): boolean {
  if (supply.kind === "api") return false;
  const { failuresPerChipS, forced, interruptions } = supply.faults;
  return failuresPerChipS > 0 || forced.length > 0 || interruptions !== undefined;
}

function idealLinks<Pool extends PoolPlan>(pool: Pool): Pool {
  const { chip, timing } = pool;
  const nic = chip.nicBytesPerS === undefined ? {} : { nicBytesPerS: UNLIMITED, nicLatencyS: 0 };
  return {
    ...pool,
    chip: { ...chip, linkBytesPerS: UNLIMITED, linkLatencyS: 0, ...nic },
    timing: { ...timing, allReduceLatencyS: 0 },
  };
}

function idealMemory<Pool extends PoolPlan>(pool: Pool): Pool {
  const timing: TimingCoefficients = {
    ...pool.timing,
    ...{ stepOverheadS: 0, layerOverheadS: 0, sequenceOverheadS: 0 },
  };
  return { ...pool, chip: { ...pool.chip, memoryBytesPerS: UNLIMITED }, timing };
}

function idealFlow(flow: FlowPlan): FlowPlan {
  if (flow.kind !== "disaggregated") return flow;
  return { ...flow, nicBytesPerS: UNLIMITED, nicLatencyS: 0 };
}

function withPools(
  fleet: FleetPlan,
  change: <Pool extends PoolPlan>(pool: Pool) => Pool,
): FleetPlan {
  const { pools } = fleet;
  return { ...change(fleet), ...(pools === undefined ? {} : { pools: pools.map(change) }) };
}

function withFleet(plan: Plan, change: (fleet: FleetPlan) => FleetPlan): Plan {
  const { supply } = plan;
  return supply.kind === "api" ? plan : { ...plan, supply: change(supply) };
}

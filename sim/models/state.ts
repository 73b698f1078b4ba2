import type { ModelFacts } from "../facts.ts";
import { stateLayers } from "./layers.ts";

/** Layers that keep a state of fixed size: state-space models and linear attention. */

/** Values of the recurrent state of one layer and sequence. */
export function stateValuesPerLayer(model: ModelFacts): number {
  return innerWidth(model) * (model.stateDim ?? 0);
}

/** Values that the short convolution of one layer remembers: its width less one, per channel. */
export function convValuesPerLayer(model: ModelFacts): number {
  return Math.max(0, (model.stateConv ?? 0) - 1) * convChannels(model);
}

/**
 * Bytes of state that a sequence holds whatever its length.
 *
 * @param bytesPerValue 2 for bf16, 4 for fp32 (engines keep Mamba-2's state in fp32)
 * Source: Nemotron-3-Nano 23 x 64 x 64 x 128 x 4 = 48 MB, its convolution (23 x 3 x 6,144) apart
 */
export function stateBytesPerSequence(model: ModelFacts, bytesPerValue: number): number {
  return (
    stateLayers(model) * (stateValuesPerLayer(model) + convValuesPerLayer(model)) * bytesPerValue
  );
}

/**
 * FLOPs of one token in the recurrence of all state layers, projections left out. Mamba: decay,
 * outer product and addition, and the read: 6 per value; the delta rule of linear attention also
 * reads the state before it writes: 8 per value.
 */
export function stateFlopsPerToken(model: ModelFacts): number {
  const perValue = model.stateKind === "linear" ? 8 : 6;
  return stateLayers(model) * perValue * stateValuesPerLayer(model);
}

/** Parameters of one state layer: projections, convolution and the state's own. */
export function stateParametersPerLayer(model: ModelFacts): number {
  const { hidden } = model;
  const inner = innerWidth(model);
  const dim = model.stateDim ?? 0;
  const heads = model.stateHeads ?? 0;
  const conv = (model.stateConv ?? 0) * convChannels(model);
  if (model.stateKind === "mamba1") {
    const rank = model.stateRank ?? 0;
    // In (twice: value and gate), time step and B, C, time step up, A, out.
    return (
      2 * hidden * inner +
      inner * (rank + 2 * dim) +
      rank * inner +
      inner * dim +
      inner * hidden +
      conv
    );
  }
  const shared = 2 * (model.stateGroups ?? 1) * dim;
  if (model.stateKind === "linear") {
    // Queries and keys, values, gate, output; decay and write strength per head.
    return hidden * shared + 3 * hidden * inner + 2 * hidden * heads + conv;
  }
  // In (value and gate), B and C, time step per head, out.
  return hidden * (2 * inner + shared + heads) + inner * hidden + conv;
}

function innerWidth(model: ModelFacts): number {
  return (model.stateHeads ?? 0) * (model.stateHeadDim ?? 0);
}

/** Channels that the convolution runs over: values, and B and C or queries and keys with them. */
function convChannels(model: ModelFacts): number {
  if (model.stateKind === "mamba1") return innerWidth(model);
  return innerWidth(model) + 2 * (model.stateGroups ?? 1) * (model.stateDim ?? 0);
}

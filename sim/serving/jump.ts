import { touchedShare } from "../timing/iterationTime.ts";
import type { StepCost } from "../timing/stepTerms.ts";

/** Growth of a step over a jump, as a share of it, from which a straight guess of a boundary is off. */
const STEEP = 1e-3;
/** Steps of up to this many tokens have their touched experts in a table. */
const TABLE_TOKENS = 8192;
/** Growth of a batch in which every decoding sequence gains one token per step. */
const ONE_PER_SEQUENCE = -1;

/**
 * A run of engine steps of equal composition, in closed form.
 *
 * Between joins and leaves every group of the step's cost is affine in the step's number i, so
 * step i lasts `firstS + i x slopeS` and the end of step m is one expression, `boundaryS(m)`.
 * The places where a group can change sides (its max) end the jump: see `limit`.
 * Parts before throttling: arithmetic, memory, network, overhead; the throttled part is on top.
 */
export class Jump {
  readonly #cost: StepCost;
  readonly #touched: Float64Array;

  /** Some group has a second side that it may turn to within a jump: then `limit` must be asked. */
  readonly canTurn: boolean;
  /** Tokens that each decoding sequence puts into a step: 1, and as many as are drafted. */
  readonly tokensPerSequence: number;
  /** Some lever of the stack is on: drafts, gathers, overlap or prompts dearer than answers. */
  readonly #levers: boolean;

  /** Start of step 0, seconds, steps in the jump, and steps already charged to the accounts. */
  startS = 0;
  steps = 0;
  charged = 0;
  /** Extra wait at the end of the last step (a stalled collective), seconds. */
  stallS = 0;
  /** Length of step 0 and growth per step, seconds, throttling included. */
  firstS = 0;
  slopeS = 0;
  /** Factor that a power cap puts on the length of every step, >= 1. */
  stretch = 1;

  /** Tokens that go through the layers in a step, and rows of the output head, drafts included. */
  tokens = 0;
  headSamples = 0;

  // What is in step 0: set by the owner, then priced by `compose`. Fields instead of parameters,
  // because a number handed to a function that is not inlined is boxed.
  /** Decoding sequences, the sum of their contexts, and the sequences that get a token. */
  sequences = 0;
  contextTokens = 0;
  samples = 0;
  /**
   * Growth of the contexts' sum per step, tokens; negative = one token per sequence. Speculation
   * grows by more, an owner that keeps contexts as they are by 0.
   */
  growthPerStep = ONE_PER_SEQUENCE;
  /** Prompt tokens, their (query, key) pairs, and the context before the chunks. */
  prefillTokens = 0;
  prefillPairs = 0;
  priorTokens = 0;
  /** Adapters that somebody in the step uses. */
  adapters = 0;
  /** Growth of the prior context per step: 0 unless one long prompt is chunked through the jump. */
  chunkGrowth = 0;
  /** Growth of the pairs per step. */
  pairsSlope = 0;

  /** Seconds of step 0 and growth per step of the parts that grow. */
  arithmeticS = 0;
  arithmeticSlopeS = 0;
  memoryS = 0;
  memorySlopeS = 0;
  networkS = 0;
  /** Never positive: with overlap, a network that still shows shows less as the contexts grow. */
  networkSlopeS = 0;
  overheadS = 0;

  /** The shares of step 0 by what causes them: per token, per sample, per pair. */
  tokenArithmeticS = 0;
  tokenMemoryS = 0;
  sampleArithmeticS = 0;
  sampleMemoryS = 0;
  attentionArithmeticS = 0;
  attentionMemoryS = 0;
  /** Reads of the context group beyond those that follow the context: windows, per step. */
  windowMemoryS = 0;
  windowMemorySlopeS = 0;
  /** Growth per step of the prefill attention parts. */
  attentionArithmeticSlopeS = 0;
  attentionMemorySlopeS = 0;
  /** What drafting adds to arithmetic, memory and overhead, per step, for its sequences alone. */
  draftArithmeticS = 0;
  draftMemoryS = 0;
  draftOverheadS = 0;

  constructor(cost: StepCost, tokensAtMost: number) {
    this.#cost = cost;
    this.tokensPerSequence = cost.tokensPerSequence ?? 1;
    const { draftComputeSPerSequence = 0, draftReadS = 0, draftFixedS = 0 } = cost;
    const { promptComputeSPerToken = 0, gatherSPerToken = 0, overlap = false } = cost;
    const { adapterReadS = 0 } = cost;
    this.#levers =
      overlap ||
      this.tokensPerSequence > 1 ||
      draftComputeSPerSequence + draftReadS + draftFixedS > 0 ||
      promptComputeSPerToken + gatherSPerToken + adapterReadS > 0;
    this.canTurn = cost.contextReadSPerSequence > 0 || cost.pairReadSPerPriorToken > 0 || overlap;
    const mostTokens = tokensAtMost * this.tokensPerSequence;
    const length = cost.experts === 0 ? 0 : Math.min(mostTokens, TABLE_TOKENS) + 1;
    this.#touched = new Float64Array(length);
    for (let tokens = 0; tokens < length; tokens++) {
      this.#touched[tokens] = touchedShare(cost, tokens);
    }
  }

  /** Prices step 0 and its growth from what the owner says is in it. */
  compose(): void {
    const cost = this.#cost;
    const { sequences, contextTokens, samples, prefillTokens, stretch } = this;
    const levers = this.#levers;
    const tokens = sequences * this.tokensPerSequence + prefillTokens;
    const headSamples = samples + sequences * (this.tokensPerSequence - 1);
    this.tokens = tokens;
    this.headSamples = headSamples;
    const growth = this.growthPerStep < 0 ? sequences : this.growthPerStep;

    const denseS = cost.denseComputeSPerToken * tokens;
    let tokenArithmeticS = denseS;
    let tokenMemoryS = cost.denseReadS > denseS ? cost.denseReadS - denseS : 0;
    if (cost.experts > 0) {
      const expertS = cost.expertComputeSPerToken * tokens;
      const share =
        tokens < this.#touched.length ? this.#touched[tokens]! : touchedShare(cost, tokens);
      const readS = cost.expertReadS * share;
      tokenArithmeticS += expertS;
      if (readS > expertS) tokenMemoryS += readS - expertS;
    }
    this.tokenArithmeticS = tokenArithmeticS;
    this.tokenMemoryS = tokenMemoryS;

    if (headSamples > 0) {
      const headS = cost.headComputeSPerToken * headSamples;
      this.sampleArithmeticS = headS;
      this.sampleMemoryS = cost.headReadS > headS ? cost.headReadS - headS : 0;
    } else {
      this.sampleArithmeticS = 0;
      this.sampleMemoryS = 0;
    }

    const contextArithmeticS = cost.contextComputeSPerToken * contextTokens;
    const contextSlopeS = cost.contextComputeSPerToken * growth;
    const readPerTokenS = cost.contextReadSPerToken - cost.contextComputeSPerToken;
    const windowS = cost.contextReadSPerSequence * sequences;
    let contextMemoryS = 0;
    let contextMemorySlopeS = 0;
    this.windowMemoryS = windowS;
    this.windowMemorySlopeS = 0;
    if (readPerTokenS >= 0) {
      contextMemoryS = readPerTokenS * contextTokens;
      contextMemorySlopeS = readPerTokenS * growth;
    } else {
      const leftS = windowS + readPerTokenS * contextTokens;
      this.windowMemoryS = leftS > 0 ? leftS : 0;
      this.windowMemorySlopeS = leftS > 0 ? readPerTokenS * growth : 0;
    }

    let arithmeticS = tokenArithmeticS + this.sampleArithmeticS + contextArithmeticS;
    let arithmeticSlopeS = contextSlopeS;
    let memoryS = tokenMemoryS + this.sampleMemoryS + contextMemoryS + this.windowMemoryS;
    let memorySlopeS = contextMemorySlopeS + this.windowMemorySlopeS;
    if (prefillTokens > 0) {
      this.pairsSlope = prefillTokens * this.chunkGrowth;
      const pairS = cost.pairComputeS * this.prefillPairs;
      const leftS = cost.pairReadSPerPriorToken * this.priorTokens - pairS;
      this.attentionArithmeticS = pairS;
      this.attentionArithmeticSlopeS = cost.pairComputeS * this.pairsSlope;
      this.attentionMemoryS = leftS > 0 ? leftS : 0;
      this.attentionMemorySlopeS =
        leftS > 0
          ? cost.pairReadSPerPriorToken * this.chunkGrowth - this.attentionArithmeticSlopeS
          : 0;
      arithmeticS += pairS;
      arithmeticSlopeS += this.attentionArithmeticSlopeS;
      memoryS += this.attentionMemoryS;
      memorySlopeS += this.attentionMemorySlopeS;
    } else {
      this.pairsSlope = 0;
      this.attentionArithmeticS = 0;
      this.attentionArithmeticSlopeS = 0;
      this.attentionMemoryS = 0;
      this.attentionMemorySlopeS = 0;
    }
    this.arithmeticS = arithmeticS;
    this.arithmeticSlopeS = arithmeticSlopeS;
    this.memoryS = memoryS;
    this.memorySlopeS = memorySlopeS;
    this.networkS = cost.networkS + cost.networkSPerToken * tokens;
    this.overheadS = cost.overheadS + cost.overheadPerSequenceS * sequences;
    if (levers) this.#addLevers();
    this.firstS = (this.arithmeticS + this.memoryS + this.networkS + this.overheadS) * stretch;
    this.slopeS = (this.arithmeticSlopeS + this.memorySlopeS + this.networkSlopeS) * stretch;
  }

  /** What the levers add to a step that is priced without them. */
  #addLevers(): void {
    const cost = this.#cost;
    const { sequences, tokens } = this;
    const { draftComputeSPerSequence = 0, draftReadS = 0, draftFixedS = 0 } = cost;
    const { promptComputeSPerToken = 0, gatherSPerToken = 0, adapterReadS = 0 } = cost;
    // Prompts that cost more than answers use up what their weights' reads left waiting.
    const promptS = promptComputeSPerToken * this.prefillTokens;
    const denseWaitS = Math.max(0, cost.denseReadS - cost.denseComputeSPerToken * tokens);
    const rowsS = gatherSPerToken * tokens + adapterReadS * this.adapters;
    const memoryS = rowsS - Math.min(denseWaitS, promptS);
    this.tokenArithmeticS += promptS;
    this.tokenMemoryS += memoryS;

    const draftS = draftComputeSPerSequence * sequences;
    this.draftArithmeticS = draftS;
    this.draftMemoryS = sequences > 0 ? Math.max(0, draftReadS - draftS) : 0;
    this.draftOverheadS = sequences > 0 ? draftFixedS : 0;

    this.arithmeticS += promptS + this.draftArithmeticS;
    this.memoryS += memoryS + this.draftMemoryS;
    this.overheadS += this.draftOverheadS;
    if (cost.overlap === true) {
      const shownS = cost.networkSPerToken * tokens - (this.arithmeticS + this.memoryS);
      this.networkS = cost.networkS + (shownS > 0 ? shownS : 0);
      this.networkSlopeS = shownS > 0 ? -(this.arithmeticSlopeS + this.memorySlopeS) : 0;
    }
  }

  /** The most steps, up to `steps`, through which every group stays on the side it starts on. */
  limit(steps: number): number {
    const { priorTokens, chunkGrowth } = this;
    let most = steps;
    const cost = this.#cost;
    const windowS = cost.contextReadSPerSequence * this.sequences;
    if (windowS > 0 && this.windowMemorySlopeS < 0) {
      // Reads shrink against arithmetic: the last step at which they still show.
      most = Math.min(most, Math.floor(-this.windowMemoryS / this.windowMemorySlopeS) + 1);
    }
    if (chunkGrowth > 0 && cost.pairReadSPerPriorToken > 0) {
      const gapS = cost.pairReadSPerPriorToken * priorTokens - this.attentionArithmeticS;
      const gapSlopeS = cost.pairReadSPerPriorToken * chunkGrowth - this.attentionArithmeticSlopeS;
      if (gapS > 0 && gapSlopeS < 0) most = Math.min(most, Math.floor(-gapS / gapSlopeS) + 1);
      else if (gapS <= 0 && gapSlopeS > 0) {
        most = Math.min(most, Math.floor(-gapS / gapSlopeS) + 1);
      }
    }
    if (this.networkSlopeS < 0) {
      // The part of the network that shows shrinks: the last step at which it still does.
      const shownS = this.networkS - cost.networkS;
      most = Math.min(most, Math.floor(-shownS / this.networkSlopeS) + 1);
    }
    return Math.max(1, most);
  }

  /** What a power cap adds to `steps` steps whose numbers sum to `indexSum`, seconds. */
  throttledS(steps: number, indexSum: number): number {
    const workS =
      steps * (this.arithmeticS + this.memoryS + this.networkS + this.overheadS) +
      indexSum * (this.arithmeticSlopeS + this.memorySlopeS + this.networkSlopeS);
    return (this.stretch - 1) * workS;
  }

  /** End of step `m` (1-based count of steps done), seconds. The only expression for it. */
  boundaryS(m: number): number {
    return this.startS + m * this.firstS + this.slopeS * (m * (m - 1) * 0.5);
  }

  /** End of the jump, seconds. */
  get endS(): number {
    return this.boundaryS(this.steps) + this.stallS;
  }

  /** The first boundary after `nowS`, as a count of steps, at most `steps`. */
  firstBoundaryAfter(nowS: number): number {
    const elapsedS = nowS - this.startS;
    let root = elapsedS / this.firstS;
    if (this.slopeS * root > STEEP * this.firstS) {
      // m^2 halfSlope + m linear = elapsed, in the form that stays exact for a small slope.
      const halfSlopeS = this.slopeS * 0.5;
      const linearS = this.firstS - halfSlopeS;
      root = (2 * elapsedS) / (linearS + Math.sqrt(linearS * linearS + 4 * halfSlopeS * elapsedS));
    }
    let m = Math.ceil(root);
    if (!(m >= 1)) m = 1;
    if (m > this.steps) m = this.steps;
    while (m > 1 && this.boundaryS(m - 1) > nowS) m--;
    while (m < this.steps && this.boundaryS(m) <= nowS) m++;
    return m;
  }
}

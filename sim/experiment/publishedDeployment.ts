import { chipRentUsd } from "../money/chipHourCost.ts";
import { busyNodesForRates, nodeAllocatedUsdPerMtok } from "../money/nodeBalance.ts";
import type { Plan } from "../plan.ts";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../units.ts";
import type {
  DeploymentInput,
  DeploymentLine,
  DeploymentReport,
  PublishedDeployment,
} from "../validation.ts";
import { deploymentPaces } from "./deploymentPaces.ts";
import type { Runner } from "./runner.ts";

/**
 * Simulates the paces of a published deployment and follows the published arithmetic from there:
 * tokens over paces are busy servers, servers and rent are the cost. Nothing is fitted to it.
 *
 * @param plan of the preset that repeats it
 */
export async function predictDeployment(
  published: PublishedDeployment,
  plan: Plan,
  runner: Runner,
): Promise<DeploymentReport> {
  const paces = await deploymentPaces(plan, runner);
  const ours = figuresOf({ ...published, ...paces }, null);
  const theirs = figuresOf(published, published);
  const lines = theirs.map(
    ({ figure, unit, value }, i): DeploymentLine => ({
      ...{ figure, unit, published: value },
      predicted: ours[i]?.value ?? Number.NaN,
    }),
  );
  const { title, source } = published;
  return { title, source, inputs: inputsOf(published, plan), lines };
}

type Paces = Pick<
  PublishedDeployment,
  "promptTokensPerS" | "outputTokensPerS" | "answerTokensPerS"
>;
type Totals = Omit<PublishedDeployment, keyof Paces | "meanServers" | "costUsd">;

/** @param stated totals that were published as such; null = they follow from the paces */
function figuresOf(
  day: Totals & Paces,
  stated: Pick<PublishedDeployment, "meanServers" | "costUsd"> | null,
): readonly { readonly figure: string; readonly unit: string; readonly value: number }[] {
  const seconds = day.days * SECONDS_PER_DAY;
  const prefill = busyNodesForRates(day.promptTokens, day.promptTokensPerS, seconds);
  const decode = busyNodesForRates(day.outputTokens, day.outputTokensPerS, seconds);
  const servers = stated?.meanServers ?? prefill + decode;
  const hours = seconds / SECONDS_PER_HOUR;
  const costUsd =
    stated?.costUsd ?? chipRentUsd(servers * day.chipsPerServer, hours, day.usdPerChipHour);
  const per = (phase: number, tokens: number): number =>
    nodeAllocatedUsdPerMtok(costUsd, phase, prefill + decode, tokens);
  const all = prefill + decode;
  return [
    figure("prefill, prompt tokens with cache hits", "tokens/s/node", day.promptTokensPerS),
    figure("decode, output tokens", "tokens/s/node", day.outputTokensPerS),
    figure("speed of one answer", "tokens/s", day.answerTokensPerS),
    figure("busy nodes, prefill", "nodes", prefill),
    figure("busy nodes, decode", "nodes", decode),
    figure("busy nodes, all", "nodes", servers),
    figure("rent", "USD", costUsd),
    figure("cost of all tokens", "USD/Mtok", per(all, day.promptTokens + day.outputTokens)),
    figure("cost of output tokens, all carried", "USD/Mtok", per(all, day.outputTokens)),
    figure("cost of output tokens, decode nodes", "USD/Mtok", per(decode, day.outputTokens)),
    figure("cost of prompt tokens, prefill nodes", "USD/Mtok", per(prefill, day.promptTokens)),
  ];
}

function figure(name: string, unit: string, value: number) {
  return { figure: name, unit, value };
}

function inputsOf(published: PublishedDeployment, { demand }: Plan): DeploymentInput[] {
  const { promptTokens, cachedTokens, usdPerChipHour } = published;
  return [
    {
      what: "prompt tokens found in a cache, published",
      value: cachedTokens / promptTokens,
      unit: "share",
    },
    { what: "prompt tokens found in a cache, simulated", value: demand.cachedShare, unit: "share" },
    {
      what: "requests that find any, assumed",
      value: demand.cachedRequestShare ?? 1,
      unit: "share",
    },
    { what: "rent of a chip, published", value: usdPerChipHour, unit: "USD/h" },
  ];
}

/** What a row of a chip, of its link or of the step times is called where people read it. */
const WORDS: Readonly<Record<string, string>> = {
  fp32_tflops: "peak arithmetic in fp32",
  tf32_tflops: "peak arithmetic in tf32",
  bf16_tflops: "peak arithmetic in bf16",
  fp8_tflops: "peak arithmetic in fp8",
  int8_tflops: "peak arithmetic in int8",
  fp4_tflops: "peak arithmetic in fp4",
  memory_gib: "memory",
  memory_tb_per_s: "memory bandwidth",
  link_gb_per_s: "bandwidth of the link between chips",
  link_latency_us: "latency of the link between chips",
  link_efficiency: "share of the link's rate that is reached",
  link_domain_chips: "chips that share a link",
  nic_gb_per_s: "network of one chip",
  nic_latency_us: "latency of the network",
  busy_watts: "power under load",
  idle_watts: "power when idle",
  chips_per_server: "chips of a server",
  compute_fp32: "share of the fp32 peak that is reached",
  compute_bf16: "share of the bf16 peak that is reached",
  compute_fp8: "share of the fp8 peak that is reached",
  compute_int8: "share of the int8 peak that is reached",
  compute_fp4: "share of the fp4 peak that is reached",
  expert_compute_factor: "routed experts' part of that share",
  memory_share: "share of the memory bandwidth that is reached",
  all_reduce_latency_us: "latency of an all-reduce",
  step_overhead_ms: "fixed time of a step",
  layer_overhead_us: "fixed time of a layer",
  sequence_overhead_us: "fixed time of a sequence in a step",
  request_overhead_ms: "fixed time of a request",
};

/** Words of an attribute in snake case; its own where it has none. */
export function attributeWords(attribute: string): string {
  return Object.hasOwn(WORDS, attribute)
    ? (WORDS[attribute] ?? "")
    : attribute.replaceAll("_", " ");
}

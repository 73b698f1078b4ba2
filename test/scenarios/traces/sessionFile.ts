type Extra = Readonly<Record<string, unknown>>;

/** Block ids 1..n of a prompt of `tokens`, the last `own` of them counted from `from` on. */
export function ids(tokens: number, own = 0, from = 1000): number[] {
  const blocks = Math.floor(tokens / 64);
  return Array.from({ length: blocks }, (_, at) =>
    at < blocks - own ? at + 1 : from + at - (blocks - own),
  );
}

/** A request of a session, in the words of kv-cache-tester. */
export function request(t: unknown, input: number, out: unknown, extra: Extra = {}): Extra {
  const blocks = "hash_ids" in extra ? {} : { hash_ids: ids(input) };
  return {
    t,
    type: "n",
    model: "m",
    in: input,
    out,
    api_time: 1,
    think_time: 2,
    ...blocks,
    ...extra,
  };
}

export function session(requests: readonly unknown[], extra: Extra = {}): string {
  const head = { id: "trace_1", models: ["m"], block_size: 64, hash_id_scope: "local" };
  return JSON.stringify({ ...head, tool_tokens: 10, system_tokens: 5, ...extra, requests });
}

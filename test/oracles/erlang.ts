/** Share of customers lost by `servers` without a line under `erlangs`: Erlang's B, by recursion. */
export function erlangB(servers: number, erlangs: number): number {
  let lost = 1;
  for (let n = 1; n <= servers; n++) lost = (erlangs * lost) / (n + erlangs * lost);
  return lost;
}

/** Share of customers that must wait for `servers` with a line: Erlang's C. */
export function erlangC(servers: number, erlangs: number): number {
  const lost = erlangB(servers, erlangs);
  return lost / (1 - (erlangs / servers) * (1 - lost));
}

/**
 * Capacity for a load that fluctuates: a + beta sqrt(a), a the mean number of busy servers and beta
 * the safety that the promise needs (1 to 2). Many small sites need more than one large one.
 * Source: square-root staffing, Halfin and Whitt (1981)
 */
export function staffedServers(busyServers: number, beta: number): number {
  if (!(busyServers >= 0)) {
    throw new RangeError(`load of ${busyServers} busy servers; expected a number >= 0`);
  }
  return busyServers + beta * Math.sqrt(busyServers);
}

/** Highest busy share at that staffing, 0..1: a / (a + beta sqrt a). */
export function staffedBusyShare(busyServers: number, beta: number): number {
  return busyServers / staffedServers(busyServers, beta);
}

/**
 * Servers saved by pooling sites whose loads vary independently: beta (sum sqrt(a_i) - sqrt(sum a_i));
 * for N equal sites beta (N sqrt a - sqrt(N a)).
 */
export function poolingGainServers(busyBySite: readonly number[], beta: number): number {
  const apart = busyBySite.reduce((sum, busy) => sum + staffedServers(busy, beta), 0);
  const together = staffedServers(
    busyBySite.reduce((sum, busy) => sum + busy, 0),
    beta,
  );
  return apart - together;
}

/** The same when loads move together: with correlation rho the variance of the sum keeps rho of it. */
export function pooledServers(
  busyBySite: readonly number[],
  beta: number,
  correlation: number,
): number {
  if (!(correlation >= 0 && correlation <= 1)) {
    throw new RangeError(`correlation of ${correlation} between sites; expected 0..1`);
  }
  const busy = busyBySite.reduce((sum, servers) => sum + servers, 0);
  const roots = busyBySite.reduce((sum, servers) => sum + Math.sqrt(servers), 0);
  const variance = (1 - correlation) * busy + correlation * roots ** 2;
  return busy + beta * Math.sqrt(variance);
}

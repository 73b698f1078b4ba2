/**
 * Waiting lines in closed form, in the long run. Times are seconds, rates per second; a load of 1 or
 * more has no long run and is refused. Sources: A. K. Erlang (1917); F. Pollaczek (1930) and
 * A. Y. Khinchine (1932); any text on queues.
 */

/** Mean time in the line of one server with exponential services (M/M/1), s. */
export function mm1WaitS(arrivalsPerS: number, servicesPerS: number): number {
  return stable(arrivalsPerS / servicesPerS) / (servicesPerS - arrivalsPerS);
}

/** Mean number in the line of an M/M/1: arrivals x wait (Little). */
export function mm1WaitingCustomers(arrivalsPerS: number, servicesPerS: number): number {
  return arrivalsPerS * mm1WaitS(arrivalsPerS, servicesPerS);
}

/** Mean time from arrival to departure of an M/M/1, s. */
export function mm1ResponseS(arrivalsPerS: number, servicesPerS: number): number {
  return mm1WaitS(arrivalsPerS, servicesPerS) + 1 / servicesPerS;
}

/**
 * Time from arrival to departure that a share of an M/M/1's customers stay within, s.
 *
 * @param share 0..1, 1 left out: 0.99 gives the p99
 */
export function mm1ResponseQuantileS(
  arrivalsPerS: number,
  servicesPerS: number,
  share: number,
): number {
  if (!(share >= 0 && share < 1)) throw new RangeError(`share of ${share}; expected 0..1, 1 not`);
  return -Math.log1p(-share) * mm1ResponseS(arrivalsPerS, servicesPerS);
}

/** Mean time in the line of one server whose services all take the same time (M/D/1), s. */
export function md1WaitS(arrivalsPerS: number, serviceS: number): number {
  return mg1WaitS(arrivalsPerS, serviceS, 0);
}

/**
 * Mean time in the line of one server with services of any law (M/G/1), s: Pollaczek-Khinchine.
 *
 * @param serviceCv2 squared coefficient of variation of the services: 0 constant, 1 exponential
 */
export function mg1WaitS(arrivalsPerS: number, meanServiceS: number, serviceCv2: number): number {
  if (!(serviceCv2 >= 0)) throw new RangeError(`squared variation of ${serviceCv2}; expected >= 0`);
  const load = stable(arrivalsPerS * meanServiceS);
  return (load * (1 + serviceCv2) * meanServiceS) / (2 * (1 - load));
}

/**
 * Share of customers that find all servers busy and leave (Erlang B).
 *
 * @param servers whole number >= 0
 * @param offeredErlangs arrivals per second x mean service; may exceed the servers
 */
export function erlangBShare(servers: number, offeredErlangs: number): number {
  if (!Number.isInteger(servers) || servers < 0) {
    throw new RangeError(`${servers} servers; expected a whole number >= 0`);
  }
  if (!(offeredErlangs >= 0)) throw new RangeError(`${offeredErlangs} erlangs; expected >= 0`);
  let lost = 1;
  for (let n = 1; n <= servers; n++) lost = (offeredErlangs * lost) / (n + offeredErlangs * lost);
  return lost;
}

/** Share of customers that find all servers busy and wait (Erlang C). */
export function erlangCShare(servers: number, offeredErlangs: number): number {
  const lost = erlangBShare(servers, offeredErlangs);
  return lost / (1 - stable(offeredErlangs / servers) * (1 - lost));
}

/** Mean time in the line before several servers with exponential services (M/M/c), s. */
export function mmcWaitS(servers: number, arrivalsPerS: number, meanServiceS: number): number {
  const offeredErlangs = arrivalsPerS * meanServiceS;
  const waits = erlangCShare(servers, offeredErlangs);
  return (waits * meanServiceS) / (servers - offeredErlangs);
}

function stable(load: number): number {
  if (load >= 0 && load < 1) return load;
  throw new RangeError(`load of ${load} on each server; expected 0..1, 1 not`);
}

import { Router } from "./router.ts";
import { Tournament } from "./tournament.ts";

/**
 * Requests over the mean at which a replica is too full for its cache to be worth the wait.
 * Source: default balance-rel-threshold of SGLang's model gateway (docs, 2025)
 */
export const IMBALANCE = 1.5;

/**
 * Goes where a request's cache is, as long as that replica is up and holds at most
 * `IMBALANCE` x mean + 1 requests (the one keeps a near-empty fleet from counting as uneven);
 * otherwise to the replica with the fewest requests.
 */
export abstract class Affinity extends Router {
  readonly #requests: Tournament;
  #up: number;
  /** Requests on the replicas that are up. */
  #total = 0;

  constructor(replicas: number) {
    super();
    this.#requests = new Tournament(replicas);
    this.#up = replicas;
  }

  /** @param favourite replica that has the cache; -1 = none has */
  protected preferring(favourite: number): number {
    return favourite >= 0 && this.#welcomes(favourite) ? favourite : this.#requests.least;
  }

  /** Requests that a replica holds; Infinity while it is down. */
  protected loadOf(replica: number): number {
    return this.#requests.isUp(replica) ? this.#requests.loads[replica]! : Infinity;
  }

  override changed(replica: number, by: number): void {
    const { loads } = this.#requests;
    loads[replica] = loads[replica]! + by;
    if (this.#requests.isUp(replica)) this.#total += by;
    this.#requests.replay(replica);
  }

  setUp(replica: number, up: boolean): void {
    if (up === this.#requests.isUp(replica)) return;
    const load = this.#requests.loads[replica]!;
    this.#up += up ? 1 : -1;
    this.#total += up ? load : -load;
    this.#requests.setUp(replica, up);
  }

  #welcomes(replica: number): boolean {
    if (!this.#requests.isUp(replica)) return false;
    return this.#requests.loads[replica]! * this.#up <= IMBALANCE * this.#total + this.#up;
  }
}

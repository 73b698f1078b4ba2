import { Router } from "./router.ts";
import { Tournament } from "./tournament.ts";

/** The replica with the fewest requests, the lowest number among equals. */
export class LeastOutstanding extends Router {
  readonly #requests: Tournament;

  constructor(replicas: number) {
    super();
    this.#requests = new Tournament(replicas);
  }

  choose(): number {
    return this.#requests.least;
  }

  override changed(replica: number, by: number): void {
    const { loads } = this.#requests;
    loads[replica] = loads[replica]! + by;
    this.#requests.replay(replica);
  }

  setUp(replica: number, up: boolean): void {
    this.#requests.setUp(replica, up);
  }
}

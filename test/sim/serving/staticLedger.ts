import type { Entry } from "./agenda.ts";

export const PARTS = ["arithmetic", "memory", "network", "overhead", "throttled"] as const;
export type Parts = Record<(typeof PARTS)[number], number>;
export type Reason = "late" | "lost" | "abandoned" | "padding";

export const nothing = (): Parts => ({
  arithmetic: 0,
  memory: 0,
  network: 0,
  overhead: 0,
  throttled: 0,
});

export const sum = (parts: Parts): number => PARTS.reduce((all, part) => all + parts[part], 0);

/** A request as the reference sees it. */
export interface Asked {
  readonly arrivalS: number;
  readonly input: number;
  output: number;
  tries: number;
  queuedS: number;
  /** Its client has given up while it was in a batch. */
  gone: boolean;
  patience: Entry | undefined;
  /** Own seconds and FLOPs of this try. */
  readonly prompt: Parts;
  readonly answer: Parts;
  flops: number;
}

/** Where the seconds and FLOPs of one replica went, every entry written down as it comes. */
export class StaticLedger {
  readonly busy = nothing();
  readonly used = { input: 0, output: 0 };
  readonly stays = { idle: 0, down: 0, restart: 0 };
  readonly flops = { done: 0, wasted: 0 };
  readonly #wasted = new Map<string, number>();

  waste(reason: Reason, part: keyof Parts, seconds: number): void {
    const key = `${reason}/${part}`;
    this.#wasted.set(key, (this.#wasted.get(key) ?? 0) + seconds);
  }

  copy(): StaticLedger {
    const copy = new StaticLedger();
    Object.assign(copy.busy, this.busy);
    Object.assign(copy.used, this.used);
    Object.assign(copy.stays, this.stays);
    Object.assign(copy.flops, this.flops);
    for (const [key, seconds] of this.#wasted) copy.#wasted.set(key, seconds);
    return copy;
  }

  totals(): Record<string, number> {
    const of = (matches: (key: string) => boolean): number =>
      [...this.#wasted].reduce((all, [key, seconds]) => all + (matches(key) ? seconds : 0), 0);
    const useful = PARTS.map((part) => [
      part,
      this.busy[part] - of((key) => key.endsWith(`/${part}`)),
    ]);
    const reasons = (["late", "lost", "abandoned", "padding"] as const).map((reason) => [
      `wasted ${reason}`,
      of((key) => key.startsWith(reason)),
    ]);
    return {
      ...Object.fromEntries(useful),
      ...Object.fromEntries(reasons),
      ...this.stays,
      wasted: of(() => true),
      "used input": this.used.input,
      "used output": this.used.output,
      "flops done": this.flops.done,
      "flops wasted": this.flops.wasted,
    };
  }
}

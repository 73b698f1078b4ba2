/** Every way a command can end; the table of `costmoat help exit-codes`. */
export const EXIT_CODES = [
  { name: "ok", code: 0, about: 'finished; "no clear winner" is not an error' },
  { name: "internal", code: 1, about: "a defect of costmoat itself" },
  { name: "usage", code: 2, about: "unknown verb, flag or preset, or a missing argument" },
  { name: "config", code: 3, about: "a scenario, study or metric name is wrong; nothing was run" },
  { name: "infeasible", code: 4, about: "with --strict: does not fit, or the queue grows" },
  { name: "assert_failed", code: 5, about: "an --assert did not hold" },
  { name: "partial", code: 6, about: "a sweep ended with failed points; the others are kept" },
  { name: "precision", code: 7, about: "--precision not reached; the best estimate is written" },
  { name: "no_solution", code: 8, about: "solve: no value meets the target where it looked" },
  { name: "integrity", code: 9, about: "a law of the simulation broke, or a digest differs" },
  { name: "io", code: 10, about: "a file cannot be read or written, or is no trace" },
  { name: "interrupted", code: 130, about: "stopped by Ctrl-C; how to go on is printed" },
  { name: "terminated", code: 143, about: "stopped by SIGTERM; how to go on is printed" },
] as const;

export type ExitName = (typeof EXIT_CODES)[number]["name"];

export interface Exit {
  readonly code: number;
  readonly name: ExitName;
}

export function exitOf(name: ExitName): Exit {
  const found = EXIT_CODES.find((entry) => entry.name === name);
  if (found === undefined) throw new RangeError(`exit "${name}"; expected a name of the table`);
  return { code: found.code, name: found.name };
}

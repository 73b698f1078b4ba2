import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWholeFile } from "./wholeFile.ts";

const planSchema = z.object({
  schema: z.literal("costmoat.plan/1"),
  digest: z.string(),
  semantics: z.string(),
  replications: z.int(),
  points: z.array(
    z.object({ sets: z.string(), key: z.string(), physics: z.string(), money: z.string() }),
  ),
});

/** What a study came down to when it was run: kept beside its results. */
export type StudyPlan = z.output<typeof planSchema>;

const PLAN_FILE = "plan.json";

/** Letters, digits and dashes of a name, for folders. */
export function folderName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 60) || "study";
}

/** The folder of a study's results: equal for studies whose points are equal. */
export function studyFolder(root: string, name: string, digest: string): string {
  return join(root, `${folderName(name)}-${digest.slice(0, 8)}`);
}

export function writePlan(folder: string, plan: StudyPlan): void {
  writeWholeFile(join(folder, PLAN_FILE), `${JSON.stringify(plan)}\n`);
}

/** An earlier plan with its points by their settings. */
export interface EarlierPlan {
  readonly semantics: string;
  readonly replications: number;
  readonly points: ReadonlyMap<string, WantedPoint>;
}

/** Plans of earlier studies of this name under the same root, in the order of their folders. */
export function earlierPlans(root: string, name: string): EarlierPlan[] {
  let folders: string[];
  try {
    folders = readdirSync(root).filter((folder) => folder.startsWith(`${folderName(name)}-`));
  } catch {
    return [];
  }
  return folders.sort().flatMap((folder) => {
    try {
      const text = readFileSync(join(root, folder, PLAN_FILE), "utf8");
      const parsed = planSchema.safeParse(JSON.parse(text));
      if (!parsed.success) return [];
      const { semantics, replications, points } = parsed.data;
      return [{ semantics, replications, points: new Map(points.map((p) => [p.sets, p])) }];
    } catch {
      return [];
    }
  });
}

/** What a point that has no result is compared with. */
export interface WantedPoint {
  readonly sets: string;
  readonly key: string;
  readonly physics: string;
  readonly money: string;
}

/**
 * Why a point has no result yet, in words that stay equal for points with the same reason.
 *
 * @param started keys that an earlier run began
 */
export function missReason(
  wanted: WantedPoint,
  now: { readonly semantics: string; readonly replications: number },
  plans: readonly EarlierPlan[],
  started: ReadonlySet<string>,
): string {
  if (started.has(wanted.key)) return "begun but not finished";
  let nearest: readonly string[] | null = null;
  for (const plan of plans) {
    const earlier = plan.points.get(wanted.sets);
    if (earlier === undefined) continue;
    const changes: string[] = [];
    if (plan.semantics !== now.semantics) {
      changes.push(`engine semantics ${plan.semantics} -> ${now.semantics}`);
    }
    if (earlier.physics !== wanted.physics) changes.push("what is simulated changed");
    if (earlier.money !== wanted.money) changes.push("prices or horizon changed");
    if (plan.replications !== now.replications) {
      changes.push(`replications ${plan.replications} -> ${now.replications}`);
    }
    if (nearest === null || changes.length < nearest.length) nearest = changes;
  }
  return nearest?.[0] ?? "not run yet";
}

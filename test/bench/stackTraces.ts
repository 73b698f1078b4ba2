import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadTrace } from "../../scenarios/traces/loadTrace.ts";
import type { TraceColumns } from "../../sim/plan.ts";

const CONVERSATION = "../shared/traces/mooncake/conversation_trace.jsonl.gz";
const SESSIONS = "../shared/traces/claude-code/sessions.tar.xz";

/** The Mooncake conversation trace with its blocks; undefined where its file is not there. */
export async function conversationTrace(): Promise<TraceColumns | undefined> {
  return existsSync(CONVERSATION) ? (await loadTrace(CONVERSATION)).trace : undefined;
}

/** The coding sessions, unpacked into a folder of this run; undefined where the archive is not there. */
export async function codingSessions(folder: string): Promise<TraceColumns | undefined> {
  if (!existsSync(SESSIONS)) return undefined;
  const into = join(folder, "sessions");
  mkdirSync(into);
  execFileSync("tar", ["xJf", SESSIONS, "-C", into]);
  return (await loadTrace(into)).trace;
}

import { Worker } from "node:worker_threads";
import { Session } from "node:inspector";
import { spawn } from "node:child_process";
const p = spawn("node", ["--inspect=127.0.0.1:9333", ...process.argv.slice(2)], { stdio: ["ignore", "ignore", "pipe"] });
p.stderr.on("data", async (d) => {
  const m = /ws:\/\/\S+/.exec(String(d)); if (!m || globalThis.done) return; globalThis.done = 1;
  setTimeout(async () => {
    const { WebSocket } = await import("ws").catch(() => ({ WebSocket: globalThis.WebSocket }));
    const ws = new WebSocket(m[0]); const send = (id, method) => ws.send(JSON.stringify({ id, method }));
    ws.onopen = () => { send(1, "Debugger.enable"); send(2, "Debugger.pause"); };
    ws.onmessage = (e) => { const j = JSON.parse(e.data); if (j.method === "Debugger.paused") { console.log(j.params.callFrames.slice(0, 14).map((f) => f.functionName + ":" + f.location.lineNumber).join(" < ")); p.kill("SIGKILL"); process.exit(); } };
  }, 2500);
});
setTimeout(() => { p.kill("SIGKILL"); process.exit(); }, 9000);

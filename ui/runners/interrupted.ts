/** The user asked to stop. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** `interrupted` (Ctrl-C) or `terminated` (SIGTERM). */
  readonly by: "interrupted" | "terminated";

  constructor(signal: AbortSignal) {
    const by = signal.reason === "terminated" ? "terminated" : "interrupted";
    super(by);
    this.by = by;
  }
}

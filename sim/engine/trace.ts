/** Receives each event as it fires. */
export type TraceSink = (timeS: number, name: string, entity: number) => void;

/** Words for an entity: `(name, entity) => "replica-3"`. */
export type EntityNamer = (eventName: string, entity: number) => string;

/** One event as an operator would say it: `12.500 replica-3 stepFinished`. */
export function traceLine(timeS: number, entityName: string, eventName: string): string {
  return `${timeS.toFixed(3)} ${entityName} ${eventName}`;
}

/** A sink that keeps the first lines of a run: golden traces are short. */
export class TraceLog {
  readonly lines: string[] = [];
  readonly sink: TraceSink;

  constructor(nameEntity: EntityNamer, maxLines = 100) {
    this.sink = (timeS, name, entity) => {
      if (this.lines.length >= maxLines) return;
      this.lines.push(traceLine(timeS, nameEntity(name, entity), name));
    };
  }
}

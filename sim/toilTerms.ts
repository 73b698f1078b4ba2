/** Hours that engineers lose to their tools, and what an hour costs: developer toil. */
export interface ToilTerms {
  /** Full cost of one engineer, and the hours of a working year. */
  readonly usdPerYear: number;
  readonly hoursPerYear: number;
  /** Failures of a chip that take its replica down, per hour. */
  readonly incidentsPerChipHour: number;
  /** Part of them that people have to deal with, 0..1, and how long they take on average, hours. */
  readonly manualShare: number;
  readonly detectHours: number;
  readonly debugHours: number;
  /** Tuning of one service on one family of chips, engineer-months, before it goes live. */
  readonly tuningMonths: number;
  readonly services: number;
  readonly chipFamilies: number;
  /** Changes that go live per service and month, and how long each builds and waits, hours. */
  readonly releasesPerMonth: number;
  readonly buildHours: number;
  /** Part of that wait that somebody attends to, and what being torn out of other work adds, hours. */
  readonly attentionShare: number;
  readonly switchHours: number;
}

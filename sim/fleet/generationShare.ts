/**
 * Share of the demand that the next generation of chips serves in a month: none up to the end of the
 * first ones' time, then evenly more until the change is done.
 *
 * @param afterMonths months that the first chips serve alone
 * @param overMonths months of the change, >= 1
 */
export function generationShare(afterMonths: number, overMonths: number, month: number): number {
  return Math.max(0, Math.min(1, (month - afterMonths) / overMonths));
}

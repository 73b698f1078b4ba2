import { expect, it } from "vitest";
import {
  addCauseTime,
  addChipTime,
  busyChipS,
  busyShare,
  chipTimeShares,
  mfuShare,
  offeredChipS,
  scaleCauseTime,
  scaleChipTime,
  totalCauseS,
  totalChipS,
  zeroCauseTime,
  zeroChipTime,
} from "../../../sim/leaks/chipTime.ts";
import { monthOf } from "../money/months.ts";

const { chipTimeS, causeS } = monthOf(1, { chips: 1 });

it("adds and scales state by state and cause by cause", () => {
  expect(addChipTime(chipTimeS, chipTimeS)).toEqual(scaleChipTime(chipTimeS, 2));
  expect(addCauseTime(causeS, causeS)).toEqual(scaleCauseTime(causeS, 2));
  expect(addChipTime(chipTimeS, zeroChipTime())).toEqual(chipTimeS);
  expect(addCauseTime(causeS, zeroCauseTime())).toEqual(causeS);
});

it("accounts for every second once", () => {
  expect(totalChipS(chipTimeS)).toBeCloseTo(730 * 3600, 4);
  expect(busyChipS(chipTimeS)).toBeCloseTo(totalCauseS(causeS), 4);
  expect(busyShare(chipTimeS)).toBeCloseTo(0.5, 12);
  expect(totalChipS(chipTimeShares(chipTimeS))).toBeCloseTo(1, 12);
});

it("chips that are switched off offer nothing that could be busy", () => {
  const scaled = { ...chipTimeS, off: totalChipS(chipTimeS) };
  expect(totalChipS(scaled)).toBeCloseTo(2 * 730 * 3600, 4);
  expect(offeredChipS(scaled)).toBeCloseTo(730 * 3600, 4);
  expect(busyShare(scaled)).toBeCloseTo(0.5, 12);
  expect(chipTimeShares(scaled).off).toBeCloseTo(0.5, 12);
});

it("shares of no time at all are 0", () => {
  expect(busyShare(zeroChipTime())).toBe(0);
  expect(chipTimeShares(zeroChipTime())).toEqual(zeroChipTime());
  expect(mfuShare(1, 0)).toBe(0);
  expect(mfuShare(1, 4)).toBe(0.25);
});

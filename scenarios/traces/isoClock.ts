const NANOS_PER_S = 1e9;
const ZERO = 48;

/**
 * Reads calendar times such as `2023-11-16 18:17:03.9799600`, `2024-05-12 00:00:00+00:00` or
 * `2024-10-15T12:00:00.269Z`: `T` or space, 0 to 9 digits of fraction, `Z`, an offset or no zone.
 * A time without zone is taken as UTC and remembered. Times are whole nanoseconds since the whole
 * second of the first one, so that no digit of a file is lost in a large number.
 */
export class IsoClock {
  assumedUtc = false;
  #baseS = Number.NaN;

  /** Nanoseconds since the first time's second; NaN when the text is no calendar time. */
  parse(text: string, start: number, end: number): number {
    while (end > start && text.charCodeAt(end - 1) === 32) end -= 1;
    while (end > start && text.charCodeAt(start) === 32) start += 1;
    const dateS = date(text, start, end);
    if (Number.isNaN(dateS)) return dateS;
    let seconds = dateS;
    let at = start + 19;
    let nanos = 0;
    if (text.charCodeAt(at) === 46 && at < end) {
      let weight = NANOS_PER_S / 10;
      const from = ++at;
      for (; at < end; at++) {
        const digit = text.charCodeAt(at) - ZERO;
        if (digit < 0 || digit > 9) break;
        nanos += digit * weight;
        weight /= 10;
      }
      if (at === from || at - from > 9) return Number.NaN;
    }
    if (at >= end) this.assumedUtc = true;
    else seconds -= zoneS(text, at, end);
    if (Number.isNaN(seconds)) return seconds;
    if (Number.isNaN(this.#baseS)) this.#baseS = seconds;
    return (seconds - this.#baseS) * NANOS_PER_S + Math.round(nanos);
  }

  /** A parsed time as text again, in UTC. */
  text(nanos: number): string {
    const wholeS = Math.floor(nanos / NANOS_PER_S);
    const fraction = String(nanos - wholeS * NANOS_PER_S)
      .padStart(9, "0")
      .replace(/0+$/, "");
    const date = new Date((this.#baseS + wholeS) * 1000).toISOString().slice(0, 19);
    return `${date}${fraction === "" ? "" : `.${fraction}`}Z`;
  }
}

/** Seconds since 1970 of `YYYY-MM-DD?HH:MM:SS` at `start`; NaN when it is none. */
function date(text: string, start: number, end: number): number {
  if (end - start < 19) return Number.NaN;
  const between = text.charCodeAt(start + 10) | 32;
  if (
    text.charCodeAt(start + 4) !== 45 ||
    text.charCodeAt(start + 7) !== 45 ||
    (between !== 32 && between !== 116) ||
    text.charCodeAt(start + 13) !== 58 ||
    text.charCodeAt(start + 16) !== 58
  ) {
    return Number.NaN;
  }
  const year = digits(text, start, 4);
  const month = digits(text, start + 5, 2);
  const day = digits(text, start + 8, 2);
  const hour = digits(text, start + 11, 2);
  const minute = digits(text, start + 14, 2);
  const second = digits(text, start + 17, 2);
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 60;
  if (!inRange || day > daysIn(year, month)) return Number.NaN;
  return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** Seconds east of UTC of `Z`, `+08:00`, `+0800` or `+08`; NaN when it is none. */
function zoneS(text: string, at: number, end: number): number {
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) return at + 1 === end ? 0 : Number.NaN;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const length = end - at;
  const minuteAt = length === 6 && text.charCodeAt(at + 3) === 58 ? at + 4 : at + 3;
  if (length !== 3 && length !== 5 && !(length === 6 && minuteAt === at + 4)) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = length === 3 ? 0 : digits(text, minuteAt, 2);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === 45 ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Days since 1970-01-01 in the Gregorian calendar. Source: Hinnant, "days_from_civil". */
function days(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leaps + dayOfYear - 719_468;
}

/** Parts of a second that times may be whole multiples of; 0 = times as raw doubles. */
const UNITS_PER_S = [1, 1e3, 1e6, 1e7, 1e9] as const;
/** Twice the difference of two such numbers, plus a sign, is still exact. */
const MOST_UNITS = 2 ** 51;

/** Bytes that are read from `at` on. */
export interface Reader {
  readonly bytes: Buffer;
  at: number;
}

/** Whether times can be written in such parts of a second. */
export function isUnit(unitsPerS: number): boolean {
  return unitsPerS === 0 || UNITS_PER_S.some((units) => units === unitsPerS);
}

/** The coarsest unit in which all times are whole numbers, exactly; 0 when there is none. */
export function wholeUnits(arrivalS: Float64Array): number {
  const exact = (units: number): boolean =>
    arrivalS.every((timeS) => {
      const whole = Math.round(timeS * units);
      return Math.abs(whole) <= MOST_UNITS && whole / units === timeS;
    });
  return UNITS_PER_S.find(exact) ?? 0;
}

/** Whole parts of a second, or raw doubles where there are none. */
export function writeSeconds(column: Float64Array, bytes: number[], unitsPerS: number): void {
  if (unitsPerS !== 0) {
    writeDifferences(column, bytes, unitsPerS);
    return;
  }
  for (const byte of new Uint8Array(Float64Array.from(column).buffer)) bytes.push(byte);
}

export function readSeconds(reader: Reader, rows: number, unitsPerS: number): Float64Array {
  const column = new Float64Array(shared(rows, 8));
  if (unitsPerS !== 0) {
    readDifferences(reader, column);
    for (let i = 0; i < rows; i++) column[i] = column[i]! / unitsPerS;
    return column;
  }
  for (let i = 0; i < rows; i++) {
    column[i] = reader.bytes.readDoubleLE(reader.at);
    reader.at += 8;
  }
  return column;
}

/** The differences from row to row as variable-length integers. */
export function writeDifferences(
  column: Float64Array | Int32Array,
  bytes: number[],
  unitsPerS: number,
): void {
  let before = 0;
  for (const value of column) {
    const whole = Math.round(value * unitsPerS);
    const difference = whole - before;
    before = whole;
    // The sign goes to the lowest bit. Division, not shifts: differences may need 53 bits.
    let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
}

export function readDifferences(reader: Reader, column: Float64Array | Int32Array): void {
  let value = 0;
  for (let i = 0; i < column.length; i++) {
    let rest = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = reader.bytes[reader.at++];
      if (byte === undefined || weight > 2 ** 56) throw new RangeError("cut off");
      rest += (byte & 127) * weight;
      if (byte < 128) break;
    }
    value += rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2;
    column[i] = value;
  }
}

/** Memory that worker threads share. */
export function shared(rows: number, width: number): SharedArrayBuffer {
  return new SharedArrayBuffer(rows * width);
}

const BLOCK = 512;

/** A tar archive (POSIX ustar) of these files, by hand. */
export function tarOf(files: readonly (readonly [name: string, content: string])[]): Buffer {
  const parts = files.flatMap(([name, content]) => {
    const bytes = Buffer.from(content, "utf8");
    const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
    return [tarHeader(name, bytes.length, "0"), bytes, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

export function tarHeader(name: string, bytes: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, "utf8");
  header.write("0000644\0", 100);
  header.write(`${bytes.toString(8).padStart(11, "0")} `, 124);
  header.write(type, 156);
  header.write("ustar\0", 257, "latin1");
  header.write("00", 263);
  header.write(" ".repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

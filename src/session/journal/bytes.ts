/** Bytes that grow as they are written. Numbers are whole, 0 or more, in groups of 7 bits, lowest first. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  number(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }
  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }
  /** The bytes with their length before them. */
  block(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Reads what a `ByteWriter` wrote; throws a RangeError where the bytes end too soon. */
export class ByteReader {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#at >= this.bytes.length;
  }
  number(): number {
    let value = 0;
    let unit = 1;
    for (let group = 0; group < 8; group++) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      unit *= 128;
    }
    throw new RangeError("A number is longer than numbers are");
  }
  byte(): number {
    if (this.#at >= this.bytes.length) throw new RangeError("The bytes end too soon");
    return this.bytes[this.#at++];
  }
  block(): Uint8Array {
    const length = this.number();
    const end = this.#at + length;
    if (end > this.bytes.length) throw new RangeError("The bytes end too soon");
    const block = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return block;
  }
}

const tables = { low: new Uint32Array(256), high: new Uint32Array(256) };

for (let start = 0; start < 256; start += 1) {
  let value = BigInt(start);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0xc96c5795d7870f42n : value >> 1n;
  tables.low[start] = Number(value & 0xffffffffn);
  tables.high[start] = Number(value >> 32n);
}

/** CRC-64 (ECMA polynomial), as mongodump's archives store it for each collection. Uses two 32-bit halves for speed. */
export class Crc64 {
  #low = 0xffffffff;
  #high = 0xffffffff;

  update(bytes: Uint8Array): void {
    let [low, high] = [this.#low, this.#high];
    for (const byte of bytes) {
      const at = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (tables.low[at] ?? 0);
      high = (high >>> 8) ^ (tables.high[at] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The checksum so far, as the signed 64-bit number that archives store. */
  value(): bigint {
    const unsigned = (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0);
    return BigInt.asIntN(64, unsigned);
  }
}

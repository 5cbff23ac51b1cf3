/** A WAV file that is one A-law level all the time (8 kHz, mono), so that a phone knows it again in every packet. */
export function levelSound(level: number, sec = 0.2): Buffer {
  const samples = Buffer.alloc(8_000 * sec, level);
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  // A-law, one channel, 8,000 samples a second.
  head.writeUInt16LE(6, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

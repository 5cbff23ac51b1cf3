/**
 * Reads every entry of the data file named in its first argument and exits with code 0 if all are intact. Runs as a
 * separate process, because LMDB may abort it: see storage.ts.
 */
import { entryCount, openFile, unseal } from './storage.js';

const [, , file = ''] = process.argv;
const tree = openFile(file);
let count = 0;
for (const { key, value } of tree.getRange({ start: Buffer.from([0]) })) {
  const isSealed = key.readUInt32BE(4) === 0;
  if (!isSealed || unseal(value) !== undefined) count += 1;
}
process.exit(count === entryCount(tree) ? 0 : 1);

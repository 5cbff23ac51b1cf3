/**
 * Places calls that ring until they are told to end: PORT CALLS GROUP. Says `ringing` to its parent when all ring, and
 * `over` when all are over. Runs in a process of its own.
 */
import { placeLoadCall } from './call.js';
import { readTraffic } from './traffic.js';

/** Calls that are being set up at the same time. */
const AT_ONCE = 50;

const [port = 0, calls = 0] = process.argv.slice(2, 4).map(Number);
const group = process.argv[4] ?? '';
const traffic = readTraffic();
const until = new Promise<void>((resolve) => process.once('message', () => resolve()));
const over: Promise<unknown>[] = [];
let begun = 0;

async function line(): Promise<void> {
  while (begun < calls) {
    begun += 1;
    await new Promise<void>((ringing, failed) => {
      const call = placeLoadCall({ port, group, ringMs: 1, until, onRinging: ringing, traffic });
      call.catch(failed);
      over.push(call);
    });
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, line));
process.send?.('ringing');
await Promise.all(over);
process.send?.('over', () => process.exit(0));

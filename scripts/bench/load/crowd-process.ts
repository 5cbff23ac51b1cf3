/** The process of `crowd.ts`: BASE COOKIE DAY STREAMS [ONLY]. Tells when its streams are open; ends when it is told to. */
import { crowd } from './crowd.js';

const [base = '', cookie = '', day = '', streams = '0', only] = process.argv.slice(2);
let isOver = false;
process.on('message', () => (isOver = true));
const result = await crowd({ base, cookie }, day, {
  streams: Number(streams),
  only,
  opened: () => process.send?.('open'),
  isOver: () => isOver,
});
process.send?.(result, () => process.exit(0));

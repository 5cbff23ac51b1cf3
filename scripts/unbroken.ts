/** Ctrl-C in the middle of a command. */
import process from 'node:process';
import { common } from './say.js';

/** A task that would leave a database half full: the first Ctrl-C says so, the second ends the process. */
export async function unbroken(task: () => Promise<void>): Promise<void> {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(1);
    asked = true;
    console.error(common('goesOn'));
  };
  process.on('SIGINT', onSignal);
  try {
    await task();
  } finally {
    process.off('SIGINT', onSignal);
  }
}

/** A task that can end early: it gets a signal, cleans up and throws. */
export async function breakable(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    await task(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
  }
}

/** Ctrl-C in the middle of a command. */
import process from 'node:process';
import { common } from './say.js';

/** A task that would leave a database half full: the first Ctrl-C says so, the second ends the process. */
export async function unbroken(task: () => Promise<void>): Promise<void> {
  const release = holdOff();
  try {
    await task();
  } finally {
    release();
  }
}

/** From now on, until what is returned is called, the first Ctrl-C only says that this goes on. */
export function holdOff(): () => void {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(1);
    asked = true;
    console.error(common('goesOn'));
  };
  process.on('SIGINT', onSignal);
  return () => process.off('SIGINT', onSignal);
}

/** A task that can end early: after Ctrl-C or SIGTERM it gets a signal, cleans up and throws. */
export async function breakable(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  try {
    await task(stop.signal);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

/** Asks the person at the terminal whether something is meant. */
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/** In both languages: a machine's language need not be that of whoever sits at it. */
const YES: readonly string[] = ['yes', 'y', 'ja', 'j'];

/** Everything but a yes is a no, the end of the input (Ctrl-D) too. The question is no answer, so it goes to standard error. */
export async function isMeant(
  question: string,
  input: Readable = process.stdin,
  output: Writable = process.stderr,
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  const closed = new Promise<string>((resolve) => {
    terminal.once('close', () => resolve(''));
  });
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return YES.includes(answer.trim().toLowerCase());
}

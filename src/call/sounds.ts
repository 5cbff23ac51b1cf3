/** Whether FreeSWITCH has a sound file, asked on the call itself. */
import { soundQuestions } from '../dialstring/sound-places.js';
import type { CallSocket } from './call-socket.js';

/**
 * True only when FreeSWITCH says so of every place in which it would look; an answer that is not understood leaves
 * the file to be tried.
 */
export async function isSoundMissing(socket: CallSocket, file: string): Promise<boolean> {
  const answers = await Promise.all(
    socket.batch(() => soundQuestions(file).map((question) => socket.api(question))),
  );
  return answers.every((answer) => answer.trim() === 'false');
}

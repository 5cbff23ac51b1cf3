/** Whether FreeSWITCH has a sound file, asked on the call itself. */
import type { CallSocket } from './call-socket.js';

/** Hertz; FreeSWITCH looks into a folder of the call's rate first: `ivr/8000/hello.wav` for `ivr/hello.wav`. */
const RATES = ['8000', '16000', '32000', '48000'] as const;

/**
 * True only when FreeSWITCH says so of every place in which it would look; an answer that is not understood leaves
 * the file to be tried. `file_exists` takes no part in `sound_prefix`, so the prefix is expanded before.
 */
export async function isSoundMissing(socket: CallSocket, file: string): Promise<boolean> {
  const full = file.startsWith('/') ? file : `\${sound_prefix}/${file}`;
  const slash = full.lastIndexOf('/');
  const [folder, name] = [full.slice(0, slash), full.slice(slash + 1)];
  const places = [full, ...RATES.map((rate) => `${folder}/${rate}/${name}`)];
  const answers = await Promise.all(
    socket.batch(() => places.map((place) => socket.api(`expand file_exists ${place}`))),
  );
  return answers.every((answer) => answer.trim() === 'false');
}

/** Tells a caller something and hangs up. */
import type { Log } from '../../base/log.js';
import type { Language } from '../../base/model/language.js';
import type { CallSocket } from '../session/call-socket.js';
import { isGood, soundsOf, type Saying } from './rules/spoken.js';

/** One long tone: done. Three short ones: not done. Heard where FreeSWITCH has none of the sounds. */
const GOOD_TONE = 'tone_stream://%(800,100,660)';
const BAD_TONE = 'tone_stream://%(200,200,330);loops=3';

/** Milliseconds until a phone that has just answered plays what it gets. */
const PAUSE = '300';

export interface SayUse {
  readonly socket: CallSocket;
  readonly language: Language;
  /** False for a stranger: the words come before an answer, so the call costs nothing. */
  readonly answers: boolean;
  readonly log: Log;
}

/**
 * Resolves when the caller has heard it or has hung up. Parts that FreeSWITCH does not have are left out; where it has
 * none, a tone says how it went.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function say(saying: Saying, { socket, language, answers, log }: SayUse): Promise<void> {
  const sounds = soundsOf(saying, language);
  const [[result]] = await Promise.all(
    socket.batch(() => {
      const before = [socket.execute(answers ? 'answer' : 'pre_answer'), socket.execute('sleep', PAUSE)];
      const played = socket.execute('playback', `file_string://${sounds.join('!')}`);
      return [socket.getVariables(['current_application_response']), ...before, played] as const;
    }),
  );
  if (result === 'FILE NOT FOUND') {
    log.warn({ sounds }, 'FreeSWITCH lacks the sounds of the codes; a tone was heard');
    await socket.execute('playback', isGood(saying) ? GOOD_TONE : BAD_TONE);
  }
  await socket.execute('hangup', answers ? 'NORMAL_CLEARING' : 'CALL_REJECTED');
}

/** Whether a talk is recorded, and what the call's record says of it. */
import type { Attempt } from '../../base/model/call.js';
import type { Group } from '../../base/model/snapshot.js';
import { NOT_FOLLOWED } from '../../telephony/dialstring/talk-codes.js';
import { isPlainToken } from '../../telephony/dialstring/text.js';
import { recordedFact } from '../records/tell-recording.js';
import { isNoticeHeard } from '../routing/greeting.js';
import type { CallSocket } from './call-socket.js';
import type { RecordInProgress } from './record-in-progress.js';
import { isSoundMissing } from './sounds.js';

/**
 * The notice that the caller has not heard, or that whoever picks up could not hear; undefined: all is said, and the talk
 * may be recorded.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function unheardNotice(
  group: Group,
  attempts: readonly Attempt[],
  socket: CallSocket,
): Promise<string | undefined> {
  const { recordingNotice } = group;
  if (recordingNotice === undefined) return undefined;
  if (!isNoticeHeard(group, attempts)) return recordingNotice.file;
  const { memberFile } = recordingNotice;
  if (memberFile === undefined) return undefined;
  return (await isSoundMissing(socket, memberFile)) ? memberFile : undefined;
}

/**
 * A member who was recorded and then transferred the caller here leaves that recording running. One that has not begun, since
 * nobody answered there, or another controller was ringing, would begin with the first talk here. Other recordings of the
 * channel are not ours to stop.
 *
 * @param file as the channel names it; undefined: none.
 * @param runs it may have begun in an earlier call of the channel.
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function endEarlierRecording(
  { file, runs }: { readonly file: string | undefined; readonly runs: boolean },
  socket: Pick<CallSocket, 'execute'>,
): Promise<void> {
  if (file === undefined || !isPlainToken(file)) return;
  const stop = ['stop_record_session', file] as const;
  await Promise.all([...(runs ? [stop] : []), NOT_FOLLOWED].map((one) => socket.execute(...one)));
}

/**
 * Notes in the record whether the talk was recorded: FreeSWITCH does not report a recordings folder that is full
 * or read-only.
 *
 * @param who whoever talked to the caller.
 */
export async function noteRecording(
  group: Group,
  who: string,
  file: string,
  { socket, record }: { readonly socket: CallSocket; readonly record: RecordInProgress },
): Promise<void> {
  // If control is lost now, the record must still say who talked.
  const answer = await socket.api(`file_exists ${file}`).catch(() => '');
  if (answer.trim() === 'false') record.notRecorded(group, file);
  else record.note(group, recordedFact(who, group.recordingOnTransfer === 'goOn'));
}

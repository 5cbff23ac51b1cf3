/** What is set on the caller's channel before phones ring: `multiset` takes it as `name=value name=value`. Pure. */
import { assertNever } from '../../base/errors.js';
import { variable } from '../../telephony/dialstring/text.js';
import { RINGBACK_TONES } from '../../telephony/dialstring/tones.js';
import { CALL_VARIABLE, WITHHELD_NAME } from '../../telephony/dialstring/originate.js';
import type { InboundCall } from '../../base/model/call.js';
import type { Group, Ringback } from '../../base/model/snapshot.js';
import { STATE_VARIABLE } from '../story/progress.js';

/**
 * The value of FreeSWITCH's `ringback` variable.
 *
 * Measured: a tone that does not loop ends after one cycle, and the stage with it; a file without a path is
 * read as a tone and ends the stage at once, unless it is named as a file.
 */
export function ringbackValue(ringback: Ringback): string {
  switch (ringback.kind) {
    case 'tone':
      return `tone_stream://${RINGBACK_TONES[ringback.country.toLowerCase()] ?? RINGBACK_TONES['de'] ?? ''};loops=-1`;
    case 'file':
      return ringback.file.startsWith('/') ? ringback.file : `file_string://${ringback.file}`;
    case 'music':
      return `local_stream://${ringback.stream}`;
    default:
      return assertNever(ringback);
  }
}

/**
 * The variables of one step.
 *
 * `continue_on_fail` keeps the caller when all phones are busy; `sip_ignore_remote_cause` keeps a phone's 603
 * or 302 from becoming the caller's answer; `hangup_after_bridge` ends the call when the member hangs up.
 * `sip_copy_custom_headers=false` keeps headers of the caller's request (X-…, Diversion) from the phones, and
 * `ignore_display_updates` and the callee id the member's extension or mobile from the caller, whom FreeSWITCH
 * would otherwise tell who answered. A withheld caller's number is replaced on the channel itself, because applications such as voicemail read it
 * there.
 *
 * @param heard the group's ringback, or what stands in for it.
 * @throws UnsafeValueError when a value of the configuration could be read as something else.
 */
export function channelVariables(call: InboundCall, group: Group, state: string, heard: Ringback): string[] {
  const ringback = ringbackValue(heard);
  const withheld = WITHHELD_NAME[group.language];
  return [
    'continue_on_fail=true',
    'hangup_after_bridge=true',
    'sip_ignore_remote_cause=true',
    'sip_copy_custom_headers=false',
    'ignore_display_updates=true',
    variable('effective_callee_id_number', group.number),
    variable('effective_callee_id_name', group.number),
    'instant_ringback=true',
    `ringback=${ringback}`,
    `transfer_ringback=${ringback}`,
    variable(STATE_VARIABLE, state),
    variable(CALL_VARIABLE, call.id),
    ...(call.caller.kind === 'withheld'
      ? [`effective_caller_id_name=${withheld}`, 'effective_caller_id_number=anonymous']
      : []),
  ];
}

/**
 * What `set_profile_var` must say for a withheld caller: the caller's profile itself is changed, because
 * FreeSWITCH reads it, and not the variables, when a member transfers the call to a colleague. Nothing for
 * other callers.
 */
export function callerProfile(call: InboundCall, group: Group): string[] {
  if (call.caller.kind === 'known') return [];
  return [`caller_id_name=${WITHHELD_NAME[group.language]}`, 'caller_id_number=anonymous', 'ani=anonymous'];
}

/** The command that makes FreeSWITCH call a hunt group itself, through its own dialplan. */
import { plainToken, variable } from './text.js';

/**
 * Returns at once; the call ends by itself when nobody ends it. The caller withholds its number, so no missed call is
 * listed for it. Needs mod_loopback; the end that goes through the dialplan is the channel `loopback/GROUP-b`.
 *
 * @param uuid of the end that stays parked; `uuid_kill` ends the call with it.
 * @throws UnsafeValueError for a group or context that is not one plain token.
 */
export function testCallCommand(group: string, context: string, uuid: string): string {
  const variables = [
    variable('origination_uuid', uuid),
    variable('origination_caller_id_number', 'anonymous'),
    variable('originate_timeout', 10),
    variable('ignore_early_media', true),
  ].join(',');
  const where = `${plainToken('the group', group)}/${plainToken('the context', context)}`;
  return `bgapi originate {${variables}}loopback/${where} &park`;
}

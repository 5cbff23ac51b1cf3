/** The limits of this controller. Logs a line when one is reached, and another when it no longer is. */
import { numberForLog, type Log } from '../../base/log.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import { CallLimits } from '../limits/call-limits.js';
import { limitText } from '../words/words.js';

export function limitsWithWarnings(
  log: Pick<Log, 'warn' | 'info'>,
  logNumbers: 'masked' | 'full',
): CallLimits {
  const text = (incident: LimitIncident) =>
    limitText(incident, 'en', (number) => numberForLog(number, logNumbers));
  return new CallLimits({
    begun: (incident) =>
      log.warn({ limit: incident.kind, most: incident.most, what: text(incident) }, 'a limit is reached'),
    over: (incident) => {
      const { kind: limit, count, sinceMs, lastMs } = incident;
      const times = { since: new Date(sinceMs), last: new Date(lastMs) };
      log.info({ limit, count, ...times }, 'a limit is no longer reached');
    },
  });
}

/** Whether sessions, their pace and the ports for speech suffice for the largest group. Pure. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { SwitchAnswers } from './facts.js';
import { findings, type Finding } from './finding.js';
import { settingsOf } from './xml.js';

/** FreeSWITCH's own defaults. */
const FIRST_PORT = 16_384;
const LAST_PORT = 32_768;

/** Each caller who hears a ringback tone, and each ringing phone, takes two. */
const PORTS_A_SESSION = 2;

export function checkCapacity(answers: SwitchAnswers, snapshot: Snapshot): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('capacity', answers.name);
  const sessions = numberIn(answers.maxSessions);
  const pace = numberIn(answers.sessionsPerSecond);
  const core = settingsOf(answers.core);
  if (sessions === undefined || pace === undefined) return [skipped('capacityUnknown')];
  const first = Number(core?.get('rtp-start-port') ?? FIRST_PORT);
  const last = Number(core?.get('rtp-end-port') ?? LAST_PORT);
  // Not a number where the file takes it from a variable that is set later.
  const ports = Number.isNaN(last - first) ? undefined : Math.max(0, last - first + 1);
  const found: Finding[] = [];
  if (core !== undefined && ports !== undefined && ports < PORTS_A_SESSION * sessions)
    found.push(fault('portsTooFew', { ports, sessions, needed: PORTS_A_SESSION * sessions }));
  const phones = largestStage(snapshot);
  // The caller is a session too.
  if (sessions < phones + 1) found.push(fault('sessionsTooFew', { sessions, phones }));
  // Two calls in one second must not refuse each other.
  const wanted = 2 * (phones + 1);
  if (pace < wanted) found.push(warning('paceTooSlow', { pace, phones, wanted }));
  return found.length > 0 ? found : [ok('capacityGood', { sessions, pace, ports: ports ?? '?' })];
}

function numberIn(answer: string): number | undefined {
  const [, digits] = /:\s*(\d+)\s*$/.exec(answer.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Phones that one stage may ring at most, counting a desk phone and a mobile for each user. */
function largestStage({ groups }: Snapshot): number {
  const sizes = [...groups.values()].flatMap(({ stages, mobiles }) =>
    stages.map(({ members }) => {
      const each = members.map((member): number => {
        if (member.kind !== 'user') return 1;
        const { extension, mobile } = member.user;
        return (extension === undefined ? 0 : 1) + (mobile === undefined || !mobiles ? 0 : 1);
      });
      return each.reduce((sum, one) => sum + one, 0);
    }),
  );
  return Math.max(0, ...sizes);
}

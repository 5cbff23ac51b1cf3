/** The order of the checks: what keeps all calls from working comes first. */
import { checkBackup, checkCertificates, checkDisk, checkMail } from './checks/around.js';
import { checkConfiguration, checkDatabase, checkService } from './checks/base.js';
import { checkCapacity } from './checks/capacity.js';
import { checkCdrs } from './checks/cdrs.js';
import { checkDialplan } from './checks/dialplan.js';
import { checkDefaultPassword, checkDomain, checkRegistrations } from './checks/directory.js';
import type { Facts, SwitchAnswers } from './checks/facts.js';
import type { Finding } from './checks/finding.js';
import { checkLamps } from './checks/lamps.js';
import { checkNeeds, SORTS } from './checks/needs.js';
import { checkCodecs, checkProfiles } from './checks/profiles.js';
import { asked, checkEventSockets, checkModules, checkVersion } from './checks/switch.js';
import { checkTestCalls } from './checks/test-call.js';
import { checkClock, checkZone } from './checks/time.js';

type Check = (facts: Facts) => readonly Finding[];

const IN_ORDER: readonly Check[] = [
  checkDatabase,
  checkConfiguration,
  checkService,
  checkEventSockets,
  each(checkVersion),
  each(checkModules),
  each(checkProfiles),
  each((answers, facts) => checkDialplan(answers, facts.service, snapshotIn(facts))),
  checkTestCalls,
  each((answers, facts) => {
    const snapshot = snapshotIn(facts);
    return snapshot === undefined ? [] : checkDomain(answers, snapshot);
  }),
  each(checkDefaultPassword),
  ...SORTS.slice(0, 1).map(needsCheck),
  each((answers, facts) => {
    const { configuration } = facts;
    return configuration.kind === 'known'
      ? checkRegistrations(answers, configuration.needs, configuration.snapshot)
      : [];
  }),
  ...SORTS.slice(1).map(needsCheck),
  each((answers, facts) => {
    const snapshot = snapshotIn(facts);
    return snapshot === undefined ? [] : checkCapacity(answers, snapshot);
  }),
  each(checkCodecs),
  each((answers, facts) => {
    const snapshot = snapshotIn(facts);
    return snapshot === undefined ? [] : checkLamps(answers, snapshot);
  }),
  each((answers, { service }) => [...checkClock(answers), ...checkZone(answers, service)]),
  each(checkCdrs),
  checkMail,
  checkBackup,
  checkDisk,
  checkCertificates,
];

/** Everything that is to be said, in the order in which it matters. Pure. */
export function judge(facts: Facts): readonly Finding[] {
  return IN_ORDER.flatMap((check) => check(facts));
}

function each(check: (answers: SwitchAnswers, facts: Facts) => readonly Finding[]): Check {
  return (facts) => asked(facts.switches).flatMap((answers) => check(answers, facts));
}

function needsCheck(sort: (typeof SORTS)[number]): Check {
  return each((answers, { configuration }) =>
    configuration.kind === 'known' ? checkNeeds(sort, answers, configuration.needs) : [],
  );
}

function snapshotIn({ configuration }: Facts) {
  return configuration.kind === 'known' ? configuration.snapshot : undefined;
}

/** `rufgruppe doctor`: looks at everything that a call needs, and says what is wrong and how to mend it. */
import { DateTime } from 'luxon';
import { parseMailbox } from '../src/afterwards/mail/mailbox.js';
import { loadConfig } from '../src/app/config.js';
import { doctorSetup } from '../src/app/doctor.js';
import { isPlainToken } from '../src/telephony/dialstring/text.js';
import { examine } from '../src/people/doctor/examine.js';
import type { Wishes } from '../src/people/doctor/setup.js';
import type { Finding } from '../src/people/doctor/checks/finding.js';
import { findingWords, sumText } from '../src/people/pages/status/doctor-view.js';
import { UsageError } from './command-error.js';
import { askDatabase } from './doctor-database.js';
import { machineLanguage } from './machine-times.js';
import { printJson } from './print.js';
import { sayer } from './say.js';

const say = sayer('doctor');

/** The options of `rufgruppe doctor`. */
export interface DoctorValues {
  readonly json?: true;
  readonly call?: string;
  readonly context?: string;
  readonly mail?: string;
}

/** Errors: UsageError for a group, context or address that cannot be one. */
function wishesOf({ call: group, context, mail }: DoctorValues): Wishes {
  if (context !== undefined && group === undefined) throw new UsageError(say('contextAlone'));
  for (const word of [group, context])
    if (word !== undefined && !isPlainToken(word)) throw new UsageError(say('badWord', { given: word }));
  const mailbox = mail === undefined ? undefined : parseMailbox(mail);
  if (mail !== undefined && mailbox === undefined) throw new UsageError(say('badMail', { given: mail }));
  return {
    call: group === undefined ? undefined : { group, context: context ?? 'default' },
    mail: mailbox && { to: mailbox.address, subject: say('mailSubject'), text: say('mailText') },
  };
}

function print(findings: readonly Finding[]): void {
  const lang = machineLanguage();
  for (const finding of findings) {
    const { stateText, what, freeswitch, why, remedy } = findingWords(finding, lang);
    const about = freeswitch === null ? what : `${what} (${freeswitch})`;
    console.log(`${stateText.padEnd(12)}${about}: ${why}`);
    if (remedy !== '') console.log(`${' '.repeat(12)}→ ${remedy}`);
  }
  console.log(`\n${sumText(findings, lang)}`);
}

function forPrograms(findings: readonly Finding[]) {
  const lang = machineLanguage();
  return findings.map((finding) => {
    const { state, check, what, freeswitch, why, remedy } = findingWords(finding, lang);
    return { state, check, found: finding.said, freeswitch, what, why, remedy };
  });
}

/** Prints what it finds; a fault ends with 1. Errors: UsageError, where no FreeSWITCH could place the call too. */
export async function doctor(values: DoctorValues): Promise<void> {
  const wishes = wishesOf(values);
  const config = loadConfig();
  if (wishes.call !== undefined && config.freeswitchEvents.addresses.length === 0)
    throw new UsageError(say('noFreeswitch'));
  const database = () => askDatabase(config, DateTime.now());
  const findings = await examine(doctorSetup(config, { isService: false, database }), wishes);
  if (values.json) printJson(forPrograms(findings));
  else print(findings);
  if (findings.some(({ state }) => state === 'fault')) process.exitCode = 1;
}

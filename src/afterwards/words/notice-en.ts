/** Notices about problems in English. Pure. */
import { pluralOf } from '../../base/model/wording.js';
import { english as language } from '../../base/words/en.js';
import type { NoticeWords } from './notice-words.js';

const plural = pluralOf(language);
const mails = (count: number) => `${count} ${plural(count, { one: 'mail', other: 'mails' })}`;

export const englishNotices: NoticeWords = {
  what: {
    databaseAway: ({ about }) => `The service ${about} cannot reach its database`,
    freeswitchAway: ({ about, seenBy }) =>
      seenBy === undefined
        ? `FreeSWITCH ${about} is away`
        : `FreeSWITCH ${about} is away for the controller ${seenBy}`,
    callsFail: ({ failed, ended, minutes }) => `${failed} of ${ended} calls failed within ${minutes} minutes`,
    mailsFail: ({ failed, lateMinutes }) => {
      const given = failed > 0 ? `${mails(failed)} could not be delivered` : '';
      const late = lateMinutes > 0 ? `mails have been tried without success for ${lateMinutes} minutes` : '';
      const all = [given, late].filter((one) => one !== '').join(', and ');
      return all.charAt(0).toUpperCase() + all.slice(1);
    },
    webhookFails: ({ name, failingSince, isGone }, { moment }) =>
      isGone
        ? `The address of the webhook ${name} does not exist any more`
        : `The webhook ${name} has taken nothing since ${moment(new Date(failingSince))}`,
    diskFull: ({ about, freeBytes, sizeBytes }, { bytes }) =>
      `Only ${bytes(freeBytes)} of ${bytes(sizeBytes)} are free at ${about}`,
    backupOld: ({ lastAt }, { moment }) =>
      lastAt === null
        ? 'There is no good backup, although backups are made every night'
        : `The last good backup is from ${moment(new Date(lastAt))}`,
    certificateEnds: ({ about, endsAt }, { moment }) =>
      `The certificate of the pages ends on ${moment(new Date(endsAt))} (${about})`,
    freeswitchCertificateEnds: ({ about, endsAt }, { moment }) =>
      `A certificate of FreeSWITCH ends on ${moment(new Date(endsAt))} (${about})`,
    awayForgotten: ({ who, since, others }, { moment }) => {
      const more = others === 0 ? '' : ` (and ${others} more)`;
      return `${who} has been away since ${moment(new Date(since))}, without an end${more}`;
    },
    cdrsMissing: ({ about, ended }) =>
      ended === null
        ? `The folder with the CDRs of FreeSWITCH cannot be read (${about})`
        : `FreeSWITCH has written no CDR for the last ${ended} calls (${about})`,
    test: () => 'A test of the notices of Rufgruppe',
  },
  remedy: {
    databaseAway:
      'Calls go on by the last known configuration, and their records wait on the disk of the service. Pages, mails and reports do not work. Look whether the database runs and the disk has space.',
    freeswitchAway:
      'The service hears no events from it. If it is down, nobody can call through it. Look whether it runs, and why the page Status says that it is not connected. If other controllers hear it, look at the way between the two.',
    callsFail:
      'No phone could be reached, nothing was played, or control of the call was lost. The page Calls names the cause of each phone; look whether phones and trunk are registered (rufgruppe doctor).',
    mailsFail:
      'The outbox page names the server’s words for each mail. What has failed can be sent again there, or be dismissed.',
    webhookFails:
      'The other system does not learn of calls and call-backs. What it does not take is tried again for a day and then given up, at once if the address is gone. The page Webhooks has the answers; a test there says whether it works again. If the address is gone, give it a new one.',
    diskFull:
      'When it is full, the database takes no writes, and call records are lost in a crash. Free space, or keep calls and recordings for fewer days.',
    backupOld:
      'After a fault of the disk, everything since then would be lost. The log says why a backup failed; one can be made at any time with rufgruppe backup.',
    certificateEnds:
      'After that, browsers refuse the pages, and programs the interface. A renewed file is taken within a minute, without a restart.',
    freeswitchCertificateEnds:
      'After that, phones that check it do not register over TLS, and browsers do not call. Renew agent.pem (SIP) or wss.pem (WebSocket) in its folder tls, and restart the profile when no calls run: sofia profile NAME restart.',
    awayForgotten:
      'Phones of somebody who is away do not ring. Whoever is back can be brought back on the pages of users and groups, and who is not can be given an end there.',
    cdrsMissing:
      'A call that ends while the service does not watch is then listed as perhaps missed. Look whether mod_json_cdr is loaded and writes into this folder, and who may read it.',
    test: 'Nothing is wrong. Somebody wanted to see whether notices arrive here.',
  },
  subject: {
    begun: (what) => what,
    lasts: (what) => `Still: ${what}`,
    over: (what) => `Over: ${what}`,
    test: (what) => what,
  },
  andMore: (subject, more) => `${subject} (and ${more} more)`,
  course: {
    begun: (since) => `Since ${since}.`,
    lasts: (since) => `Since ${since}, and it lasts.`,
    over: (since, at) => `It was so from ${since}, and is over on ${at}.`,
    test: (_since, at) => `Sent on ${at}.`,
  },
  from: (controller) => `Told by ${controller}.`,
};

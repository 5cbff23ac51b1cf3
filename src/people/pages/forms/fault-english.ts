/** Sentences of the checks that name keys of the file, in the words of the English forms. Pure. */
import { causeOptions } from '../configuration/words.js';
import { reworded, type Rule } from './fault-rules.js';

const RULES: readonly Rule[] = [
  [/^unknown key.*; allowed: id, name, (?:manual|schedule)$/s, 'either by hand or by schedule, not both'],
  [/^must be a block with id, name and either manual or schedule$/, 'choose one: by hand or by schedule'],
  [/^unknown key.*$/s, 'does not belong here'],
  [/^must be a block with the keys .*$/, 'must be filled in'],
  [
    /^must be one destination: .*$/,
    'must be one destination: an extension, an external number, another group, a voicemail box, an announcement, or hanging up',
  ],
  [/^must be the id of a user, \{extension: .*$/, 'must be a user, an extension or an external number'],
  [
    /^must be the id of a user with an email, .*$/,
    'must be the short name of a user with an e-mail address, an e-mail address, or Name <address@example.com>',
  ],
  [/^must be \{preset: .*$/, 'must be a vendor with the number of a melody, or the header’s own value'],
  [/^must be \{tone: de\}, .*$/, 'must be a tone, a sound file or music on hold'],
  [/^must be normal, reject or \{divert: …\}$/, 'must be treated like any other, rejected or diverted'],
  [/^must be an id: (.*)$/, 'must be a short name: $1'],
  [/^must differ from "from"; .*$/, 'must differ from the begin; the whole day is from 00:00 to 24:00'],
  [/^must be days such as .*$/, 'must be one day of the week at least'],
  [/^is taken by .* already; it must be unique$/, 'is taken already; it must be unique'],
  [/^is the number of a group; .*$/, 'is the number of a group; choose “another group” as destination'],
  [/^no (\w+|holiday calendar) has this .*$/s, 'there is no such $1'],
  [/^needs `holidays`, .*$/, 'needs a holiday calendar'],
  [/^this user has no email$/, 'this user has no e-mail address'],
  [/^will not ring: (.*) \(settings\.externalNumbers\)$/, 'will not ring: $1 (settings, allowed numbers)'],
  [/^(numbers with \S+ are never called) \(neverPrefixes\)$/, '$1'],
  [/^has no effect without onHolidays: .*$/, 'has no effect while holidays are treated like other days'],
  [/^has no effect without publicNumber$/, 'has no effect without the group’s public number'],
  [/^delaySec: would never ring: (.*)$/, 'would never ring: $1'],
  [/^mobile\.delaySec of (\S+): would never ring: (.*)$/, 'the mobile of $1 would never ring: $2'],
  [/^must be one of (.*USER_BUSY.*)$/, () => `must be one of ${causes()}`],
];

function causes(): string {
  return causeOptions('en')
    .map(({ text }) => text)
    .join(', ');
}

/** The sentence for a reader of a form; most are theirs already. */
export function englishOf(message: string): string {
  return reworded(message, RULES);
}

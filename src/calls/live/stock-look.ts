/** Asks one FreeSWITCH which sound files, users, music and gateways it has. */
import type { Need } from '../../base/model/need.js';
import { phoneAddress, type Domains } from '../../base/model/phone-address.js';
import type { Stock } from '../../base/model/stock.js';
import { plainToken } from '../../telephony/dialstring/text.js';
import type { SwitchApi } from '../../telephony/esl/event-source.js';

/** At most this many sound files are read. */
const MOST_FILES = 5000;

/** In a name that FreeSWITCH completes by itself: `ivr/8000/hello.wav` is `ivr/hello.wav`. */
const RATE = /(^|\/)(?:8000|16000|32000|48000)\/(?=[^/]*$)/;

/** Names that a configuration may contain. */
const SOUND = /^[A-Za-z0-9_][A-Za-z0-9_./-]*\.(?:wav|mp3|ogg|oga|opus|flac|gsm|au|aiff?)$/;

/**
 * Empty where FreeSWITCH cannot tell: a directory that is looked up user by user (mod_xml_curl) cannot be listed,
 * and a system without a shell lists no files.
 *
 * @param domains of the users; each is asked for by itself.
 * @throws EslClosedError when the connection ends first; UnsafeValueError for a domain that must not be written.
 */
export async function askForStock(api: SwitchApi, domains: Domains): Promise<Stock> {
  const sounds = await askForSounds(api);
  const extensions: string[] = [];
  for (const domain of [domains.home, ...domains.others]) {
    const users = await api(`list_users domain ${plainToken('the domain', domain)}`);
    extensions.push(...usersIn(users, domain).map((user) => phoneAddress(user, domain, domains.home)));
  }
  const streams = await api('local_stream show');
  const gateways = await api('sofia status');
  return {
    sounds,
    extensions,
    music: matches(streams, /^([A-Za-z0-9_.-]+),/gm),
    gateways: matches(gateways, /^\s*[^\s:]+::([A-Za-z0-9_.-]+)\s+gateway\s/gm),
  };
}

/** Names of sound files, as a configuration may contain them. Errors: EslClosedError. */
export async function askForSounds(api: SwitchApi): Promise<readonly string[]> {
  return soundsOf(
    await api(`expand system cd "\${sound_prefix}" && find -L . -type f | head -n ${MOST_FILES}`),
  );
}

/** Leaves out the extensions that FreeSWITCH has listed: one question instead of thousands. */
export function withoutListed(
  needs: readonly Need[],
  { extensions }: Pick<Stock, 'extensions'>,
  { home }: Pick<Domains, 'home'>,
): readonly Need[] {
  const listed = new Set(extensions);
  return needs.filter(
    ({ thing }) =>
      thing.kind !== 'extension' || !listed.has(phoneAddress(thing.extension, thing.domain, home)),
  );
}

function soundsOf(answer: string): readonly string[] {
  const names = answer.split('\n').map((line) => line.trim().replace(/^\.\//, '').replace(RATE, '$1'));
  return [...new Set(names.filter((name) => SOUND.test(name)))].toSorted();
}

/** `moh,/path` of streams; `external::telco  gateway  sip:…` of gateways. */
function matches(answer: string, pattern: RegExp): readonly string[] {
  return [...new Set([...answer.matchAll(pattern)].map(([, name = '']) => name))].toSorted();
}

/** Lines of `userid|context|domain|…`; a user in several contexts or groups is listed several times. */
function usersIn(answer: string, domain: string): readonly string[] {
  const [head = '', ...lines] = answer.split('\n');
  if (!head.startsWith('userid|')) return [];
  const rows = lines.map((line) => line.split('|'));
  const users = rows.flatMap(([user = '', , of]) => (of === domain && /^\d{1,15}$/.test(user) ? [user] : []));
  return [...new Set(users)];
}

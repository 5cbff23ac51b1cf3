/**
 * Which phones are registered, over all FreeSWITCHes: queried at each connection, then kept up to date by
 * events.
 */
import { extensionOf, phoneSeen, type Domains, type PhoneAddress } from '../../base/model/phone-address.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';

const REGISTER = 'sofia::register';
const UNREGISTER = 'sofia::unregister';
const EXPIRE = 'sofia::expire';

/**
 * The contacts of each user of FreeSWITCH, and the domain in which each has registered. Which phone of the configuration that
 * is, is decided when somebody asks: it changes with the configuration. One device may have the same number in two domains.
 */
type Contacts = Map<string, Map<string, string>>;

export interface Registrations {
  /** Undefined: not known, because no FreeSWITCH is connected. */
  isRegistered(phone: PhoneAddress, domains: Domains): boolean | undefined;
  /** The domains of phones that have registered with this profile; undefined: none has. */
  domainsOf(profile: string): ReadonlySet<string> | undefined;
  stop(): void;
}

export interface RegistrationLog {
  warn(facts: object, message: string): void;
}

export function watchRegistrations(
  sources: readonly EventSource[],
  onChange: () => void,
  log: RegistrationLog,
): Registrations {
  const known = new Map<EventSource, Contacts>();
  // Never forgotten: a profile of phones stays one.
  const profiles: Profiles = new Map();
  const use = { known, profiles, onChange, log };
  const ends = sources.flatMap((source) => watchSource(source, use));
  return {
    isRegistered: (phone, domains) => {
      if (known.size === 0) return undefined;
      const user = extensionOf(phone);
      return [...known.values()].some((contacts) =>
        [...(contacts.get(user)?.values() ?? [])].some((host) => phoneSeen(user, host, domains) === phone),
      );
    },
    domainsOf: (profile) => profiles.get(profile),
    stop: () => ends.forEach((end) => end()),
  };
}

/** The domains of the phones of each SIP profile. */
type Profiles = Map<string, Set<string>>;

interface Use {
  readonly known: Map<EventSource, Contacts>;
  readonly profiles: Profiles;
  readonly onChange: () => void;
  readonly log: RegistrationLog;
}

function watchSource(source: EventSource, { known, profiles, onChange, log }: Use): (() => void)[] {
  // Events that come while the list is being read; the list may be older than they are.
  let early: EslMessage[] = [];
  return [
    source.onState(({ kind }) => {
      // Events are lost while the connection is down.
      if (kind !== 'connected' && known.delete(source)) onChange();
    }),
    source.watch({ events: [REGISTER, UNREGISTER, EXPIRE] }, (event) => {
      const contacts = known.get(source);
      noteProfile(profiles, event.headers.get('profile-name') ?? '', hostOf(event));
      if (contacts === undefined) early.push(event);
      else if (follow(contacts, event)) onChange();
    }),
    source.onConnected(async (api) => {
      early = [];
      const contacts = await ask(api, profiles, log);
      for (const event of early) follow(contacts, event);
      early = [];
      known.set(source, contacts);
      onChange();
    }),
  ];
}

function noteProfile(profiles: Profiles, profile: string, host: string): void {
  profiles.set(profile, (profiles.get(profile) ?? new Set()).add(host));
}

/** The domain in which the phone of an event has registered. */
function hostOf({ headers }: EslMessage): string {
  return (headers.get('from-host') ?? headers.get('host') ?? '').toLowerCase();
}

/** Whether a phone became registered or unregistered by this event. */
function follow(contacts: Contacts, event: EslMessage): boolean {
  const subclass = event.headers.get('Event-Subclass') ?? '';
  const user = event.headers.get(subclass === EXPIRE ? 'user' : 'from-user') ?? '';
  const contact = contactKey(event.headers.get('contact') ?? '');
  if (user === '') return false;
  const of = contacts.get(user) ?? new Map<string, string>();
  const host = hostOf(event);
  const isThere = () => [...of.values()].includes(host);
  const before = isThere();
  if (subclass === REGISTER) of.set(`${contact} ${host}`, host);
  else of.delete(`${contact} ${host}`);
  if (of.size === 0) contacts.delete(user);
  else contacts.set(user, of);
  return before !== isThere();
}

/** The same contact may be written with or without name, brackets and parameters. */
function contactKey(contact: string): string {
  return /sip:([^>;]+)/i.exec(contact)?.[1]?.toLowerCase() ?? contact;
}

async function ask(api: SwitchApi, profiles: Profiles, log: RegistrationLog): Promise<Contacts> {
  const contacts: Contacts = new Map();
  const answer = await api('show registrations as json');
  try {
    const { rows = [] } = JSON.parse(answer) as { rows?: readonly Readonly<Record<string, unknown>>[] };
    for (const { reg_user: user, realm, url } of rows) {
      if (typeof user !== 'string') continue;
      const of = contacts.get(user) ?? new Map<string, string>();
      const host = typeof realm === 'string' ? realm.toLowerCase() : '';
      const contact = typeof url === 'string' ? url : '';
      const [, profile] = /^sofia\/([^/]+)\//.exec(contact) ?? [];
      if (profile !== undefined) noteProfile(profiles, profile, host);
      of.set(`${contactKey(contact)} ${host}`, host);
      contacts.set(user, of);
    }
  } catch (error) {
    log.warn({ err: error }, 'the registrations of FreeSWITCH cannot be read');
  }
  return contacts;
}

/**
 * Which extensions are registered, over all FreeSWITCHes: queried at each connection, then kept up to date by
 * events.
 */
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';

const REGISTER = 'sofia::register';
const UNREGISTER = 'sofia::unregister';
const EXPIRE = 'sofia::expire';

/** The bindings of each extension. */
type Contacts = Map<string, Set<string>>;

export interface Registrations {
  /** Undefined: not known, because no FreeSWITCH is connected. */
  isRegistered(extension: string): boolean | undefined;
  /** Whether a phone has registered with this profile. */
  isPhones(profile: string): boolean;
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
  const profiles = new Set<string>();
  const use = { known, profiles, onChange, log };
  const ends = sources.flatMap((source) => watchSource(source, use));
  return {
    isRegistered: (extension) => {
      if (known.size === 0) return undefined;
      return [...known.values()].some((contacts) => (contacts.get(extension)?.size ?? 0) > 0);
    },
    isPhones: (profile) => profiles.has(profile),
    stop: () => ends.forEach((end) => end()),
  };
}

interface Use {
  readonly known: Map<EventSource, Contacts>;
  readonly profiles: Set<string>;
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
      profiles.add(event.headers.get('profile-name') ?? '');
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

/** Whether an extension became registered or unregistered by this event. */
function follow(contacts: Contacts, event: EslMessage): boolean {
  const subclass = event.headers.get('Event-Subclass') ?? '';
  const user = event.headers.get(subclass === EXPIRE ? 'user' : 'from-user') ?? '';
  const contact = contactKey(event.headers.get('contact') ?? '');
  if (user === '') return false;
  const of = contacts.get(user) ?? new Set();
  const before = of.size > 0;
  if (subclass === REGISTER) of.add(contact);
  else of.delete(contact);
  if (of.size === 0) contacts.delete(user);
  else contacts.set(user, of);
  return before !== of.size > 0;
}

/** The same contact may be written with or without name, brackets and parameters. */
function contactKey(contact: string): string {
  return /sip:([^>;]+)/i.exec(contact)?.[1]?.toLowerCase() ?? contact;
}

async function ask(api: SwitchApi, profiles: Set<string>, log: RegistrationLog): Promise<Contacts> {
  const contacts: Contacts = new Map();
  const answer = await api('show registrations as json');
  try {
    const { rows = [] } = JSON.parse(answer) as { rows?: readonly { reg_user?: unknown; url?: unknown }[] };
    for (const { reg_user: user, url } of rows) {
      if (typeof user !== 'string') continue;
      const of = contacts.get(user) ?? new Set();
      const contact = typeof url === 'string' ? url : '';
      const [, profile] = /^sofia\/([^/]+)\//.exec(contact) ?? [];
      if (profile !== undefined) profiles.add(profile);
      of.add(contactKey(contact));
      contacts.set(user, of);
    }
  } catch (error) {
    log.warn({ err: error }, 'the registrations of FreeSWITCH cannot be read');
  }
  return contacts;
}

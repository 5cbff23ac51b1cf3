/** Asks one FreeSWITCH for everything that is judged. */
import { connect } from 'node:net';
import type { Need } from '../../../base/model/need.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { look } from '../../../calls/live/needs-look.js';
import { askForStock, withoutListed } from '../../../calls/live/stock-look.js';
import { plainToken } from '../../../telephony/dialstring/text.js';
import { createAllowList, plainAddress } from '../../../telephony/esl/allow-list.js';
import { describeEnd } from '../../../telephony/esl/errors.js';
import { EventConnection } from '../../../telephony/esl/event-connection.js';
import type { EventSocketAddress, SwitchApi } from '../../../telephony/esl/event-source.js';
import { addressOf, hostOf, ownAddresses } from '../checks/dialplan.js';
import type { ServiceFact, SwitchAnswers, SwitchFacts, TestCallFact, Way } from '../checks/facts.js';
import { NEEDED_MODULES } from '../checks/switch.js';
import type { Wishes } from '../setup.js';
import { shownCertificates } from './shown-certificates.js';
import { placeTestCall, TEST_CALL_EVENTS, type EventListener } from './test-call.js';

export interface SwitchQuestions {
  readonly password: string;
  readonly service: ServiceFact;
  /** Undefined: there is no configuration. */
  readonly snapshot: Snapshot | undefined;
  readonly needs: readonly Need[];
  readonly call: Wishes['call'];
}

export interface SwitchGathered {
  readonly facts: SwitchFacts;
  readonly testCall: TestCallFact | undefined;
}

/** Time for the connection, and for each answer. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 5_000;

/** Never rejects: a FreeSWITCH that cannot be asked is a fact too. */
export async function gatherSwitch(
  address: EventSocketAddress,
  questions: SwitchQuestions,
): Promise<SwitchGathered> {
  const name = addressOf(address);
  const socket = connect({ host: address.host, port: address.port });
  const listeners = new Set<EventListener>();
  const connection = new EventConnection(socket, {
    password: address.password ?? questions.password,
    handshakeMs: CONNECT_MS,
    commandMs: ANSWER_MS,
    onEvent: (event) => listeners.forEach((listener) => listener(event)),
  });
  try {
    await connection.open();
    const api: SwitchApi = (command) => connection.api(command);
    const ends = {
      here: plainAddress(socket.localAddress ?? ''),
      there: plainAddress(socket.remoteAddress ?? ''),
    };
    const answers = await ask(api, { name, host: address.host, ...ends }, questions);
    const { call } = questions;
    if (call === undefined) return { facts: { kind: 'asked', answers }, testCall: undefined };
    await connection.subscribe([TEST_CALL_EVENTS]);
    const testCall = await placeTestCall({ api, call, freeswitch: name, listeners });
    return { facts: { kind: 'asked', answers }, testCall };
  } catch (error) {
    connection.fail(error);
    // The words of the status page: how the connection ended, and not which question was waiting then.
    const reason = describeEnd(await connection.ended);
    return { facts: { kind: 'away', name, reason }, testCall: undefined };
  } finally {
    connection.close();
  }
}

type Ends = Pick<SwitchAnswers, 'name' | 'host' | 'here' | 'there'>;

async function ask(
  api: SwitchApi,
  ends: Ends,
  { service, snapshot, needs }: SwitchQuestions,
): Promise<SwitchAnswers> {
  const plain = await askPlainly(api, snapshot);
  const missing = await missingNeeds(api, ends.name, snapshot, needs);
  const answers: SwitchAnswers = { ...ends, ...plain, missing, ways: new Map(), certificates: [] };
  return {
    ...answers,
    ways: await waysTo(api, answers, service),
    certificates: await shownCertificates(answers),
  };
}

/** Questions whose answers are kept as they are. */
async function askPlainly(api: SwitchApi, snapshot: Snapshot | undefined) {
  const file = (name: string) => api(`xml_locate configuration configuration name ${name}`);
  const usersOf = (domain: string) => api(`list_users domain ${plainToken('the domain', domain)}`);
  const usersElsewhere = new Map<string, string>();
  for (const domain of snapshot?.domains.others ?? []) usersElsewhere.set(domain, await usersOf(domain));
  const before = Date.now();
  const epoch = await api('strepoch');
  const clockAskedMs = [before, Date.now()] as const;
  return {
    epoch,
    clockAskedMs,
    offset: await api('strftime %z'),
    version: await api('version'),
    status: await api('status'),
    paused: await api('fsctl pause_check inbound'),
    missingModules: await missingModules(api),
    sofia: await file('sofia.conf'),
    core: await file('switch.conf'),
    jsonCdr: await file('json_cdr.conf'),
    lua: await file('lua.conf'),
    xmlCurl: await file('xml_curl.conf'),
    dialplan: await api('xml_locate dialplan'),
    defaultPassword: await api('global_getvar default_password'),
    sofiaStatus: await api('sofia status'),
    maxSessions: await api('fsctl max_sessions'),
    sessionsPerSecond: await api('fsctl sps'),
    users: snapshot === undefined ? '' : await usersOf(snapshot.settings.domain),
    usersElsewhere,
  };
}

async function missingModules(api: SwitchApi): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const module of [...NEEDED_MODULES, 'mod_json_cdr']) {
    if ((await api(`module_exists ${module}`)).trim() === 'false') missing.push(module);
  }
  return missing;
}

async function missingNeeds(
  api: SwitchApi,
  freeswitch: string,
  snapshot: Snapshot | undefined,
  needs: readonly Need[],
) {
  if (snapshot === undefined) return [];
  const unlisted = withoutListed(needs, await askForStock(api, snapshot.domains), snapshot.domains);
  const missing = await look(unlisted, api, () => Promise.resolve());
  return missing.map((need) => ({ ...need, freeswitch }));
}

/** Lets FreeSWITCH itself open a connection to each address of the service that its dialplan names. */
async function waysTo(
  api: SwitchApi,
  answers: SwitchAnswers,
  service: ServiceFact,
): Promise<ReadonlyMap<string, Way>> {
  const isAllowed = createAllowList(service.allow);
  const ways = new Map<string, Way>();
  for (const address of ownAddresses(answers, service)) {
    const from = answers.here === answers.there ? sourceHere(address) : answers.there;
    ways.set(address, { from, isAllowed: isAllowed(from), isOpen: await canOpen(api, address) });
  }
  return ways;
}

/** Whoever connects to an address of the own machine comes from that address. */
function sourceHere(address: string): string {
  const host = hostOf(address);
  return /^[\d.]+$|:/.test(host) ? host : '127.0.0.1';
}

/** Undefined: the machine of FreeSWITCH has no bash, or no shell at all. */
async function canOpen(api: SwitchApi, address: string): Promise<boolean | undefined> {
  const port = /:(\d{1,5})$/.exec(address)?.[1];
  const host = hostOf(address);
  if (port === undefined || !/^[A-Za-z0-9.:_-]+$/.test(host)) return undefined;
  const tried = `timeout 3 bash -c "exec 3<>/dev/tcp/${host}/${port}" 2> /dev/null && echo yes || echo no`;
  const answer = await api(`system command -v bash > /dev/null && (${tried}) || echo unknown`);
  if (answer.trim() === 'yes') return true;
  return answer.trim() === 'no' ? false : undefined;
}

/** Whether the dialplan sends calls of groups to this service, in a way that works. Pure. */
import type { CodeKey } from '../../../base/model/settings.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { isMadeForEach } from './bindings.js';
import type { ServiceFact, SwitchAnswers } from './facts.js';
import { findings, someOf, type Finding } from './finding.js';
import { below, readXml, type XmlElement } from './xml.js';

interface SocketLine {
  readonly context: string;
  readonly extension: string;
  /** `host:port`, in the order in which FreeSWITCH tries them. */
  readonly addresses: readonly string[];
  readonly flags: readonly string[];
}

/** An extension that has at least one `socket`. */
interface SocketExtension {
  readonly lines: readonly SocketLine[];
  readonly expressions: readonly string[];
  readonly endsWithSocket: boolean;
  readonly resumes: boolean;
  /** Whether it numbers the calls of a channel. */
  readonly marksArrival: boolean;
  /** Codes that phones dial come this way, they are no calls of a group: what it sets as the code, such as `$1`. */
  readonly code: string | undefined;
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|::1)$/;
/** What listens there listens on all addresses of its machine. */
export const ANYWHERE = /^(?:0\.0\.0\.0|::)$/;

/** The addresses of this service that the dialplan names, plain enough to be tried. */
export function ownAddresses(answers: SwitchAnswers, service: ServiceFact): readonly string[] {
  const all = extensionsOf(answers).flatMap(({ lines }) => lines.flatMap(({ addresses }) => addresses));
  return [...new Set(all.filter((address) => isOwn(address, service)))];
}

export function checkDialplan(
  answers: SwitchAnswers,
  service: ServiceFact,
  snapshot: Snapshot | undefined,
): readonly Finding[] {
  const { ok, fault, skipped } = findings('dialplan', answers.name);
  const extensions = extensionsOf(answers);
  const address = addressFor(answers, service);
  if (extensions.length === 0)
    return [isHidden(answers) ? skipped('dialplanHidden') : fault('dialplanNone', { address })];
  const own = ownAddresses(answers, service);
  const ours = extensions.filter(({ lines }) =>
    lines.some(({ addresses }) => addresses.some((one) => own.includes(one))),
  );
  if (ours.length === 0) {
    const named = new Set(extensions.flatMap(({ lines }) => lines.flatMap((one) => one.addresses)));
    return [fault('dialplanElsewhere', { address, named: someOf([...named]) })];
  }
  const found = [...wayFindings(answers, own, service), ...lineFindings(answers.name, ours)];
  const unrouted = snapshot === undefined ? [] : groupsWithout(ours, snapshot);
  if (unrouted.length > 0)
    found.push(findings('dialplan', answers.name).warning('dialplanGroups', { groups: someOf(unrouted) }));
  const unheard = snapshot === undefined ? [] : codesWithout(ours, snapshot);
  if (unheard.length > 0)
    found.push(findings('dialplan', answers.name).warning('dialplanCodes', { codes: someOf(unheard) }));
  const contexts = [...new Set(ours.flatMap(({ lines }) => lines.map(({ context }) => context)))];
  return found.length > 0 ? found : [ok('dialplanGood', { address, contexts: someOf(contexts) })];
}

/** The service as this FreeSWITCH reaches it; `0.0.0.0` is no address for a dialplan. */
function addressFor({ here }: SwitchAnswers, service: ServiceFact): string {
  return addressOf({ ...service, host: ANYWHERE.test(service.host) ? here : service.host });
}

/** Whether FreeSWITCH can come, and is let in. Where the service does not run, that is said already. */
function wayFindings(
  { name, here, there, ways }: SwitchAnswers,
  own: readonly string[],
  { runs }: ServiceFact,
): Finding[] {
  const { fault } = findings('dialplan', name);
  const isElsewhere = here !== there && !LOOPBACK.test(there);
  return own.flatMap((address) => {
    const host = hostOf(address);
    if (isElsewhere && LOOPBACK.test(host)) return [fault('dialplanLoopback', { address, here })];
    const way = ways.get(address);
    if (way === undefined) return [];
    if (!way.isAllowed) return [fault('dialplanNotAllowed', { from: way.from })];
    return runs && way.isOpen === false ? [fault('dialplanUnreachable', { address })] : [];
  });
}

function lineFindings(name: string, ours: readonly SocketExtension[]): Finding[] {
  const { warning, fault } = findings('dialplan', name);
  const lines = ours.flatMap((one) => one.lines);
  const found: Finding[] = [];
  const notFull = lines.find(({ flags }) => !flags.includes('full'));
  if (notFull !== undefined) found.push(fault('dialplanNotFull', placeOf(notFull)));
  const isAsync = lines.find(({ flags }) => flags.includes('async'));
  if (isAsync !== undefined) found.push(warning('dialplanAsync', placeOf(isAsync)));
  const resumes = ours.find((one) => one.resumes)?.lines[0];
  if (resumes !== undefined) found.push(fault('dialplanResume', placeOf(resumes)));
  const bare = ours.find((one) => one.endsWithSocket)?.lines[0];
  if (bare !== undefined) found.push(warning('dialplanNoFallback', placeOf(bare)));
  const unmarked = ours.find((one) => !one.marksArrival && one.code === undefined)?.lines[0];
  if (unmarked !== undefined) found.push(warning('dialplanNoArrival', placeOf(unmarked)));
  return found;
}

const placeOf = ({ context, extension }: SocketLine) => ({ context, extension });

/** A dialplan that Lua or a web server makes for each call cannot be read as a whole. */
function isHidden(answers: SwitchAnswers): boolean {
  return isMadeForEach(answers, 'dialplan') || readXml(answers.dialplan) === undefined;
}

/** Enabled groups whose number fits no extension that comes to this service. */
function groupsWithout(ours: readonly SocketExtension[], { groups }: Snapshot): readonly string[] {
  const patterns = ours.flatMap(({ expressions }) => expressions.map(patternOf));
  // An expression that JavaScript reads differently says nothing.
  if (patterns.length === 0 || patterns.includes(undefined)) return [];
  const enabled = [...groups.values()].filter((group) => group.enabled);
  return enabled
    .map(({ number }) => number)
    .filter((number) => !patterns.some((pattern) => pattern?.test(number)));
}

/** What is dialled in this house and no extension hands over as it is: an example for each code. */
function codesWithout(ours: readonly SocketExtension[], snapshot: Snapshot): readonly string[] {
  const isHandedOver = (dialled: string): boolean =>
    ours.some(
      ({ code, expressions }) =>
        code !== undefined &&
        expressions.some((expression) => {
          const pattern = patternOf(expression);
          const found = pattern?.exec(dialled);
          // An expression that JavaScript reads differently says nothing.
          return pattern === undefined || (found != null && (code !== '$1' || found[1] === dialled));
        }),
    );
  const { codes } = snapshot.settings;
  return (Object.entries(codes) as [CodeKey, string | undefined][]).flatMap(([key, code]) => {
    const dialled = code === undefined ? [] : wordsBehind(key, snapshot).map((more) => code + more);
    return dialled.filter((one) => !isHandedOver(one)).slice(0, 1);
  });
}

/** What is dialled behind a code in this house; empty: nobody has a use for it. */
function wordsBehind(key: CodeKey, { groups, switches }: Snapshot): readonly string[] {
  const numbers = [...groups.values()].filter(({ enabled }) => enabled).map(({ number }) => number);
  switch (key) {
    case 'switchToggle':
    case 'switchOn':
    case 'switchOff':
    case 'switchAsk':
      return [...switches.values()].flatMap(({ code }) => code ?? []);
    case 'pickup':
      return numbers;
    case 'pickupAny':
    case 'callbacks':
      return [''];
    case 'away':
      return ['', ...numbers, '*1400'];
    case 'back':
      return ['', ...numbers];
  }
}

function patternOf(expression: string): RegExp | undefined {
  try {
    return new RegExp(expression);
  } catch {
    return undefined;
  }
}

function extensionsOf({ dialplan }: SwitchAnswers): readonly SocketExtension[] {
  return below(readXml(dialplan), 'context').flatMap((context) =>
    below(context, 'extension').flatMap((extension) => {
      const read = readExtension(context.attributes['name'] ?? '', extension);
      return read.lines.length > 0 ? [read] : [];
    }),
  );
}

function readExtension(context: string, extension: XmlElement): SocketExtension {
  const actions = below(extension, 'action').map(({ attributes: { application = '', data = '' } }) => ({
    application,
    data,
  }));
  const lines = actions
    .filter(({ application }) => application === 'socket')
    .map(({ data }) => {
      const [where = '', ...flags] = data.trim().split(/\s+/);
      const addresses = where.replace(/\/.*$/, '').split('|');
      return { context, extension: extension.attributes['name'] ?? '', addresses, flags };
    });
  const conditions = below(extension, 'condition').map(({ attributes }) => attributes);
  return {
    lines,
    expressions: conditions
      .filter(({ field }) => field === 'destination_number')
      .map(({ expression = '' }) => expression),
    endsWithSocket: actions.at(-1)?.application === 'socket',
    resumes: actions.some(({ data }) => /\bsocket_resume=true\b/.test(data)),
    marksArrival: actions.some(({ data }) => /\brufgruppe_arrival=/.test(data)),
    code: actions.flatMap(({ data }) => /\brufgruppe_code=(\S*)/.exec(data)?.[1] ?? [])[0],
  };
}

/** Names of hosts could be anybody's, so only the port decides there. */
function isOwn(address: string, { host, port }: ServiceFact): boolean {
  const named = hostOf(address);
  if (!address.endsWith(`:${port}`) || !/^[A-Za-z0-9.:[\]_-]+$/.test(address)) return false;
  const isAddress = /^[\d.]+$|:/.test(named);
  if (!isAddress || ANYWHERE.test(host)) return true;
  return named === host || (LOOPBACK.test(named) && LOOPBACK.test(host));
}

/** `host:port`, an IPv6 address in brackets. */
export function addressOf({ host, port }: Pick<ServiceFact, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Without port and brackets. */
export function hostOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

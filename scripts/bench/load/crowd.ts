/** People at the pages, as a program: everything that takes the service long, over and over. Runs in a process of its own. */
import { get, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Visitor {
  /** Of the pages, without a slash at the end. */
  readonly base: string;
  readonly cookie: string;
}

export interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly text: string;
  readonly etag: string | undefined;
}

/** Reads the whole answer; `keeps` is how much of its text is returned. */
export function ask(
  { base, cookie }: Visitor,
  path: string,
  { method = 'GET', body, headers = {}, keeps = 0, heard = () => undefined }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, base),
      { method, headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers } },
      (response) => {
        let [bytes, text] = [0, ''];
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          heard(chunk.length);
          if (text.length < keeps) text += chunk.toString();
        });
        const { etag } = response.headers;
        response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes, text, etag }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keeps?: number;
  /** Told of each part of the answer as it comes. */
  readonly heard?: (bytes: number) => void;
}

/** The cookie of a new session. */
export async function signIn(base: string, name: string, password: string): Promise<Visitor> {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const take = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [key = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(key, value);
    }
  };
  const form = await fetch(`${base}/login`);
  take(form);
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const entered = await fetch(`${base}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookie(), 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ name, password, _csrf: token }),
  });
  take(entered);
  if (entered.status !== 303) throw new Error(`signing in is answered with ${entered.status}`);
  return { base, cookie: cookie() };
}

/** Opens a stream and counts its events. Resolves when it is open. */
function openStream({ base, cookie }: Visitor, path: string, heard: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    get(new URL(path, base), { headers: { cookie } }, (response: IncomingMessage) => {
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${path} is answered with ${response.statusCode}`));
      response.on('data', (chunk: Buffer) => heard(chunk.length));
      response.on('error', () => undefined);
    }).on('error', reject);
  });
}

/** How often each thing was done, and what went wrong. */
export interface CrowdResult {
  readonly done: Readonly<Record<string, number>>;
  readonly streams: number;
  readonly streamedMb: number;
  readonly csvMb: number;
  /** Processor time of the readers' process, milliseconds. */
  readonly cpuMs: number;
  readonly faults: readonly string[];
}

export interface CrowdUse {
  readonly streams: number;
  /** The name of the one activity to repeat; undefined: all. */
  readonly only: string | undefined;
  /** Called when all streams are open. */
  readonly opened: () => void;
  readonly isOver: () => boolean;
}

/** Between two times of the same. */
const PAUSE_MS = 2_000;

type Activity = (visitor: Visitor, turn: number, heard: (bytes: number) => void) => Promise<Answer>;

/** A user is renamed: the whole configuration is checked, stored and taken up. */
const renamed: Activity = async (visitor, turn) => {
  const path = '/api/v1/users/user-7';
  const { text, etag = '' } = await ask(visitor, path, { keeps: 100_000 });
  const body = JSON.stringify({ ...(JSON.parse(text) as object), name: `Somebody ${turn}` });
  return ask(visitor, path, {
    method: 'PUT',
    body,
    headers: { 'content-type': 'application/json', 'if-match': etag },
  });
};

const page =
  (path: string): Activity =>
  (visitor, _, heard) =>
    ask(visitor, path, { heard });

const CSV = 'all calls as CSV';

/** What people do, by name. `day` has 20,000 calls of group 700. */
export function activities(day: string): Readonly<Record<string, Activity>> {
  return {
    [CSV]: page('/calls.csv'),
    'a report of 20,000 calls': page(`/api/v1/reports/700/${day}`),
    'a report of 20,000 calls is sent': (visitor) =>
      ask(visitor, `/api/v1/reports/700/${day}/send`, { method: 'POST' }),
    'figures of 62 days': page(`/reports?group=700&to=${day}&days=62`),
    "a week's picture": page('/what-would-happen?group=70001'),
    'one user of 10,000 is changed': renamed,
    'all 10,000 users as JSON': page('/api/v1/users'),
    'users found': page('/users?q=user+99'),
    'all 2,000 groups': page('/api/v1/groups'),
    'the page of groups': page('/groups'),
    'the form of a group': page('/groups/70001'),
    'the live page': page('/'),
    'what stands around it': page('/live/around'),
    'the live calls as JSON': page('/api/v1/live'),
    'the newest calls': page('/calls'),
    'a number looked for': page('/calls?caller=030231*'),
    'the call-back list': page('/callbacks'),
    'the audit log': page('/audit'),
    revisions: page('/revisions'),
    'what a revision would change': page('/revisions/1'),
    status: page('/status'),
    'the interface described': page('/api/v1/openapi.json'),
    metrics: page('/metrics'),
    outbox: page('/outbox'),
  };
}

/** Repeats the activities, each in turn with a pause, until `isOver`; opens `streams` streams first, half of each kind. */
export async function crowd(
  visitor: Visitor,
  day: string,
  { streams, only, opened, isOver }: CrowdUse,
): Promise<CrowdResult> {
  const done: Record<string, number> = {};
  const faults: string[] = [];
  let [streamedBytes, csvBytes] = [0, 0];
  for (let index = 0; index < streams; index += 1) {
    const path = index % 2 === 0 ? '/live/events' : '/api/v1/live/events';
    await openStream(visitor, path, (bytes) => (streamedBytes += bytes));
  }
  opened();
  const wanted = Object.entries(activities(day)).filter(([name]) => only === undefined || only === name);
  const repeat = async ([name, activity]: (typeof wanted)[number]): Promise<void> => {
    const heard = (bytes: number): void => {
      if (name === CSV) csvBytes += bytes;
    };
    for (let turn = 0; !isOver(); turn += 1) {
      try {
        const { status } = await activity(visitor, turn, heard);
        if (status >= 400) faults.push(`${name}: ${status}`);
        done[name] = (done[name] ?? 0) + 1;
      } catch (error) {
        faults.push(`${name}: ${String(error)}`);
      }
      await delay(PAUSE_MS);
    }
  };
  // An unfinished download ends with the process.
  await Promise.race([Promise.all(wanted.map(repeat)), over(isOver)]);
  const mb = (bytes: number) => bytes / 2 ** 20;
  const { user, system } = process.cpuUsage();
  return {
    done,
    streams,
    streamedMb: mb(streamedBytes),
    csvMb: mb(csvBytes),
    cpuMs: (user + system) / 1000,
    faults: faults.slice(0, 8),
  };
}

async function over(isOver: () => boolean): Promise<void> {
  while (!isOver()) await delay(50);
}

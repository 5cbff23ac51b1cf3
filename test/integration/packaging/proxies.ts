/** Starts nginx, Caddy or Apache on the sample of packaging/proxy, with other ports, paths and certificate. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import tls from 'node:tls';
import { projectFolder } from '../../../src/base/project-folder.js';
import { freePort } from '../app/controller-process.js';
import { HOST } from './visitor.js';

export interface Place {
  /** Where the program may write. */
  readonly folder: string;
  readonly port: number;
  readonly plainPort: number;
  /** The port of the service. */
  readonly service: number;
  /** `/rufgruppe`, or empty. */
  readonly prefix: string;
}

export interface ProxyKind {
  readonly name: string;
  readonly program: string;
  readonly sample: string;
  /** All that the log says before requests are taken. */
  readonly ready: readonly string[];
  /** The sample's text for this place. Errors: the sample has not what is replaced. */
  readonly adapt: (sample: string, place: Place) => string;
  /** The file that the program is started with, and its arguments. */
  readonly main: (adapted: string, place: Place) => string;
  readonly args: (file: string) => string[];
}

export interface Proxy {
  readonly port: number;
  readonly plainPort: number;
  stop(): Promise<void>;
}

/** Replaces every one of the pairs, each of which must be there. */
function replaced(text: string, pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs).reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the sample does not have: ${from}`);
    return before.replaceAll(from, to);
  }, text);
}

const LETSENCRYPT = '/etc/letsencrypt/live/pbx.example.com';
const service = (port: number) => `127.0.0.1:${port}`;

export const NGINX: ProxyKind = {
  name: 'nginx',
  program: '/usr/sbin/nginx',
  sample: 'nginx.conf',
  ready: ['start worker process '],
  adapt: (sample, { folder, port, plainPort, service: to, prefix }) =>
    replaced(sample, {
      'listen 80;': `listen 127.0.0.1:${plainPort};`,
      'listen 443 ': `listen 127.0.0.1:${port} `,
      [LETSENCRYPT]: folder,
      '127.0.0.1:8080': service(to),
      'location / {': `location ${prefix}/ {`,
    }),
  main: (adapted, { folder }) => `
    daemon off; pid ${folder}/pid; error_log stderr notice; worker_processes 1;
    events { worker_connections 4096; }
    http {
      access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      ${adapted}
    }`,
  args: (file) => ['-c', file],
};

export const CADDY: ProxyKind = {
  name: 'Caddy',
  program: '/usr/bin/caddy',
  sample: 'Caddyfile',
  ready: ['serving initial configuration', 'certificate obtained successfully'],
  adapt: (sample, { port, service: to, prefix }) =>
    replaced(sample, {
      '\npbx.example.com {': `\nhttps://pbx.example.com:${port} {\n\tbind 127.0.0.1\n\ttls internal`,
      'reverse_proxy 127.0.0.1:8080': `reverse_proxy ${prefix === '' ? '' : `${prefix}/* `}${service(to)}`,
    }),
  main: (adapted) =>
    `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tgrace_period 1s\n}\n${adapted}`,
  args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
};

const MODULES = [
  'mpm_event',
  'authz_core',
  'alias',
  'socache_shmcb',
  'ssl',
  'http2',
  'headers',
  'proxy',
  'proxy_http',
];

export const APACHE: ProxyKind = {
  name: 'Apache',
  program: '/usr/sbin/apache2',
  sample: 'apache.conf',
  ready: ['resuming normal operations'],
  adapt: (sample, { folder, port, plainPort, service: to, prefix }) =>
    replaced(sample, {
      '*:80>': `127.0.0.1:${plainPort}>`,
      '*:443>': `127.0.0.1:${port}>`,
      [LETSENCRYPT]: folder,
      'ProxyPass / http://127.0.0.1:8080/': `ProxyPass ${prefix}/ http://${service(to)}${prefix}/`,
    }),
  main: (adapted, { folder, port, plainPort }) => `
ServerRoot ${folder}
ServerName localhost
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
ErrorLog "||/bin/cat"
Listen 127.0.0.1:${port}
Listen 127.0.0.1:${plainPort}
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${adapted}`,
  args: (file) => ['-DFOREGROUND', '-f', file],
};

/** Why the program cannot be tried; false: it can. Says so in the log of the tests. */
export function missing({ name, program, sample }: ProxyKind): string | false {
  if (spawnSync(program, ['-h']).error === undefined) return false;
  console.error(`\n*** packaging/proxy/${sample} was NOT tried: there is no ${program}. ***\n`);
  return `no ${name}`;
}

/** Servers like these refuse to be root, or become somebody else. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** @param change of the adapted sample. Errors: the program ends, with what it said. */
export async function startProxy(
  kind: ProxyKind,
  { service: to, prefix = '' }: { readonly service: number; readonly prefix?: string },
  change: (text: string) => string = (text) => text,
): Promise<Proxy> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-proxy-'));
  const [port, plainPort] = [await freePort(), await freePort()];
  const place = { folder, port, plainPort, service: to, prefix };
  const certificate = path.join(projectFolder(), 'test/fixtures/mail');
  copyFileSync(path.join(certificate, 'certificate.pem'), path.join(folder, 'fullchain.pem'));
  copyFileSync(path.join(certificate, 'key.pem'), path.join(folder, 'privkey.pem'));
  const sample = readFileSync(path.join(projectFolder(), 'packaging/proxy', kind.sample), 'utf8');
  const file = path.join(folder, 'main');
  writeFileSync(file, kind.main(change(kind.adapt(sample, place)), place));
  const own = [folder, path.join(folder, 'privkey.pem'), file];
  if (NOBODY.uid !== undefined) for (const one of own) chownSync(one, NOBODY.uid, NOBODY.gid);
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(kind.program, kind.args(file), { ...NOBODY, env, stdio: ['ignore', 'pipe', 'pipe'] });
  await untilSaid(child, kind.ready);
  while (!(await showsCertificate(port))) await setImmediate();
  return {
    port,
    plainPort,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Caddy says that it has its certificate a moment before it shows it. */
function showsCertificate(port: number): Promise<boolean> {
  const socket = tls.connect({ port, host: '127.0.0.1', servername: HOST, rejectUnauthorized: false });
  return new Promise((resolve) => {
    const end = (isShown: boolean) => {
      socket.destroy();
      resolve(isShown);
    };
    socket.once('secureConnect', () => end(true)).once('error', () => end(false));
  });
}

function untilSaid(child: ChildProcess, words: readonly string[]): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (words.every((one) => said.includes(one))) resolve();
      });
    }
  });
}

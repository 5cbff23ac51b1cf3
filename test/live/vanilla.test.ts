/**
 * The way of docs/install-freeswitch.md: its commands are run on a copy of FreeSWITCH's own configuration, and the doctor
 * finds nothing wrong then. The copy listens on 127.0.0.1 only and asks no STUN server.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { endedAtExit, temporaryFolder } from './at-exit.js';
import { findFreeSwitch, freeTcpPort, freeUdpPort } from './freeswitch.js';
import { PROJECT } from './service.js';
import { SipPhone } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const VANILLA = binary === undefined ? '' : path.resolve(path.dirname(binary), '../etc/freeswitch');
const SKIP = !existsSync(path.join(VANILLA, 'vars.xml')) && 'no FreeSWITCH with its own configuration';
if (SKIP !== false) console.error(`\n*** Live test of vanilla SKIPPED: ${SKIP}. ***\n`);

/** Of all extensions. */
const PASSWORD = 'k7w2p9x4';

describe('an installation as docs/install-freeswitch.md describes it', { skip: SKIP }, () => {
  const folder = SKIP === false ? temporaryFolder('rufgruppe-vanilla-') : '';
  const at = (place: string) => path.join(folder, place);
  const closing: (() => unknown)[] = [];
  let ports: { sip: number; external: number; events: number; service: number };

  before(async () => {
    ports = {
      sip: await freeUdpPort(),
      external: await freeUdpPort(),
      events: await freeTcpPort(),
      service: await freeTcpPort(),
    };
    cpSync(VANILLA, at('conf'), { recursive: true });
    onLoopback(at('conf'), ports);
  });
  after(async () => {
    for (const close of closing.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = () => ({
    ...process.env,
    ESL_PORT: String(ports.service),
    DATA_DIR: at('data'),
    MONGODB_URI: '',
    FREESWITCH_EVENTS: `127.0.0.1:${ports.events}`,
    FREESWITCH_CDRS: at('cdr'),
    LC_ALL: 'C',
  });

  async function doctor(...words: readonly string[]): Promise<readonly string[]> {
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const child = spawn(process.execPath, [script, 'doctor', '--json', ...words], {
      env: environment(),
      cwd: folder,
    });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    await once(child, 'close');
    const found = JSON.parse(output) as readonly { state: string; found: string }[];
    return found
      .filter(({ state, found: said }) => state !== 'ok' || /^(?:testCall|certificate)/.test(said))
      .map(({ state, found: said }) => `${state} ${said}`);
  }

  it('is good, but for a mail server', { timeout: 120_000 }, async () => {
    // The dialplan of the project names the service's usual port.
    const edited = spawnSync('bash', ['-euc', commandsOf('docs/install-freeswitch.md')], {
      env: {
        ...process.env,
        RUFGRUPPE: PROJECT,
        PASSWORD,
        CONF: at('conf'),
        SOUNDS: at('sounds/en/us/callie'),
        CDRS: at('cdr'),
      },
      encoding: 'utf8',
    });
    assert.equal(edited.status, 0, edited.stderr);
    const files = ['default/00_rufgruppe.xml', 'default/00_rufgruppe_codes.xml', 'public/00_rufgruppe.xml'];
    for (const file of files.map((name) => `dialplan/${name}`))
      change(at(`conf/${file}`), [
        [/127\.0\.0\.1:8084/g, `127.0.0.1:${ports.service}`],
        [/:8085/g, ':1'],
      ]);
    const freeswitch = startVanilla(binary ?? '', folder);
    closing.push(() => ended(freeswitch));
    await listens(ports.events);
    mkdirSync(at('data'));
    const house = at('house.yaml');
    writeFileSync(house, HOUSE);
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const imported = spawnSync(process.execPath, [script, 'config', 'import', house], {
      env: environment(),
      cwd: folder,
    });
    assert.equal(imported.status, 0, imported.stderr.toString());
    const service = spawn(process.execPath, [path.join(PROJECT, 'dist/src/main.js')], {
      env: { ...environment(), ADMIN_PORT: '0' },
      cwd: folder,
    });
    closing.push(() => ended(endedAtExit(service)));
    await runs(service);
    for (const user of ['1001', '1002']) {
      const phone = await registered(user, ports.sip);
      closing.push(() => phone.close());
    }
    assert.deepEqual(await doctor('--call', '700'), [
      'ok testCallTaken',
      'skipped nothingNamed',
      'skipped nothingNamed',
      'warning mailFolder',
      'skipped backupWaits',
      // FreeSWITCH makes one for secure WebSocket by itself.
      'ok certificateGood',
    ]);
    assert.ok((await doctor('--call', '700', '--context', 'public')).includes('ok testCallTaken'));
  });

  it('names its users for an import, over the event socket as in its files', { timeout: 30_000 }, () => {
    const rows = (...words: readonly string[]) => {
      const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
      const ran = spawnSync(process.execPath, [script, 'users', 'import', '--json', '--dry-run', ...words], {
        env: environment(),
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(ran.stdout.includes(PASSWORD), false);
      return (JSON.parse(ran.stdout) as { rows: { extension: string; name: string; state: string }[] }).rows;
    };
    const extensions = Array.from({ length: 20 }, (_, index) => String(1000 + index));
    const expected = extensions.map((extension) => `${extension} Extension ${extension}`);
    for (const source of ['--freeswitch', at('conf/directory/default.xml'), at('conf/directory/default')]) {
      const found = rows(source);
      const fresh = found.filter(({ state }) => state === 'new');
      assert.deepEqual(
        fresh.map(({ extension, name }) => `${extension} ${name}`).toSorted(),
        expected,
        source,
      );
      const others = found.filter(({ state }) => state !== 'new').map(({ extension }) => extension);
      assert.equal(others.includes('brian') && others.includes('SEP001120AABBCC'), true, others.join());
    }
  });
});

const HOUSE = `version: 1
settings: { domain: 127.0.0.1, confirmFile: confirm-en.wav }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 20, members: [{ extension: "1001" }, { extension: "1002" }] }]
    final: { voicemail: "1001" }
    rules: []
  - number: "701"
    name: Closed
    stages: [{ ringSec: 20, members: [{ extension: "1001" }] }]
    final: { announcement: closed-en.wav }
`;

/** The lines of all blocks that edit something. */
function commandsOf(page: string): string {
  const text = readFileSync(path.join(PROJECT, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh edit\n(.*?)^```$/gms)].map(([, lines = '']) => lines);
  assert.equal(blocks.length, 7);
  return blocks.join('\n');
}

function change(file: string, changes: readonly (readonly [RegExp, string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    assert.match(text, from, file);
    text = text.replace(from, () => to);
  }
  writeFileSync(file, text);
}

/** What makes the copy run beside others: ports, loopback, no STUN, no IPv6, few ports for speech. */
function onLoopback(conf: string, ports: { sip: number; external: number; events: number }): void {
  change(path.join(conf, 'vars.xml'), [
    [/<include>/, '<include>\n<X-PRE-PROCESS cmd="set" data="local_ip_v4=127.0.0.1"/>'],
    [/stun-set" data="external_rtp_ip=[^"]*/, 'set" data="external_rtp_ip=127.0.0.1'],
    [/stun-set" data="external_sip_ip=[^"]*/, 'set" data="external_sip_ip=127.0.0.1'],
    [/internal_sip_port=5060/, `internal_sip_port=${ports.sip}`],
    [/external_sip_port=5080/, `external_sip_port=${ports.external}`],
  ]);
  change(path.join(conf, 'autoload_configs/event_socket.conf.xml'), [
    [/value="8021"/, `value="${ports.events}"`],
  ]);
  for (const file of ['internal-ipv6.xml', 'external-ipv6.xml', 'external/example.xml'])
    rmSync(path.join(conf, 'sip_profiles', file), { force: true });
}

function startVanilla(program: string, folder: string): ChildProcess {
  const places = [
    'log',
    'db',
    'run',
    'temp',
    'cache',
    'storage',
    'recordings',
    'certs',
    'scripts',
    'grammar',
    'htdocs',
    'sounds',
  ];
  const words = ['-nf', '-nc', '-nonat', '-conf', path.join(folder, 'conf')];
  for (const place of places) {
    mkdirSync(path.join(folder, place), { recursive: true });
    words.push(`-${place}`, path.join(folder, place));
  }
  return endedAtExit(spawn(program, words, { stdio: 'ignore' }));
}

function runs(service: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    service.stdout?.on('data', (piece: Buffer) => {
      output += piece.toString();
      if (output.includes('Rufgruppe is running')) resolve();
    });
    service.once('exit', () => reject(new Error(output)));
  });
}

/** Both profiles of vanilla listen. */
async function listens(eventPort: number): Promise<void> {
  for (;;) {
    const socket = connect(eventPort, '127.0.0.1');
    let text = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.write('auth ClueCon\n\napi sofia status\n\nexit\n\n');
    await once(socket, 'close').catch(() => undefined);
    if (text.match(/profile\s.*RUNNING/g)?.length === 2) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function registered(user: string, switchPort: number): Promise<SipPhone> {
  const phone = await SipPhone.open({ user, password: PASSWORD, switchPort });
  phone.onCall = (call) => call.ring();
  assert.equal((await phone.register()).status, 200);
  return phone;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** Everything that a live test needs: FreeSWITCH, the service, the phones of the house and the phone company. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './at-exit.js';
import { FreeSwitch, freeTcpPort, freeUdpPort, type SwitchOptions } from './freeswitch.js';
import { LiveService, PROJECT } from './service.js';
import { type IncomingCall, SipPhone } from './sip/phone.js';

export const EXTENSIONS = ['1001', '1002', '1003', '1004'] as const;

export interface Rig {
  readonly fs: FreeSwitch;
  readonly telco: SipPhone;
  readonly phones: Readonly<Record<(typeof EXTENSIONS)[number], SipPhone>>;
  readonly controllerPort: number;
  readonly standbyPort: number;
  readonly recordings: string;
  /** Where FreeSWITCH leaves its CDRs. */
  readonly cdrs: string;
  phone(extension: string): Promise<SipPhone>;
  /** What FreeSWITCH dials for the first phone of an extension. */
  contactOf(extension: (typeof EXTENSIONS)[number]): string;
  /** Forgets all calls; every phone rings and is silent otherwise. */
  reset(): void;
  stop(): Promise<void>;
}

/** Where the controllers listen that this FreeSWITCH asks first and second; free ones if they are not said. */
export type ControllerPorts = Pick<SwitchOptions, 'controllerPort' | 'standbyPort'>;

/**
 * @param publicExtensions dialplan XML put in front of the trunk's own, for measurements.
 * @param more options of FreeSWITCH, for measurements.
 * @param edit changes the copy of freeswitch/ in this folder.
 */
export async function startRig(
  binary: string,
  publicExtensions?: (standbyPort: number) => string,
  more: Pick<SwitchOptions, 'arguments' | 'loglevel'> & Partial<ControllerPorts> = {},
  edit: (folder: string) => void = () => undefined,
): Promise<Rig> {
  const telcoPort = await freeUdpPort();
  const controllerPort = more.controllerPort ?? (await freeTcpPort());
  const standbyPort = more.standbyPort ?? (await freeTcpPort());
  const configuration = copyConfiguration(publicExtensions?.(standbyPort) ?? '');
  edit(configuration);
  const ports = { telcoPort, controllerPort, standbyPort };
  const fs = await FreeSwitch.start({ binary, configuration, ...more, ...ports });
  const telco = await SipPhone.open({ user: 'telco', switchPort: fs.externalPort, port: telcoPort });
  const opened: SipPhone[] = [telco];
  const phone = async (user: string) => {
    const one = await SipPhone.open({ user, password: FreeSwitch.password, switchPort: fs.sipPort });
    opened.push(one);
    const { status } = await one.register();
    if (status !== 200) throw new Error(`${user} could not register: ${status}`);
    one.onCall = ringOnly;
    return one;
  };
  const phones = {
    '1001': await phone('1001'),
    '1002': await phone('1002'),
    '1003': await phone('1003'),
    '1004': await phone('1004'),
  };
  return {
    fs,
    telco,
    phones,
    controllerPort,
    standbyPort,
    recordings: path.join(fs.folder, 'recordings'),
    cdrs: path.join(fs.folder, 'log/cdr'),
    phone,
    contactOf: (extension) => `sofia/internal/sip:${extension}@127.0.0.1:${phones[extension].port}`,
    reset: () => opened.forEach((one) => one.forget(ringOnly)),
    stop: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await fs.stop();
      rmSync(configuration, { recursive: true, force: true });
    },
  };
}

function copyConfiguration(publicExtensions: string): string {
  const copy = temporaryFolder('rufgruppe-live-conf-');
  cpSync(path.join(PROJECT, 'freeswitch'), copy, { recursive: true });
  const file = path.join(copy, 'dialplan/public.xml');
  const context = '<context name="public">';
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(context, () => `${context}${publicExtensions}`),
  );
  return copy;
}

/** For `edit`: as in an installation whose profiles hear keys as RFC 4733 only. */
export function withoutLiberalKeys(folder: string): void {
  for (const name of ['internal', 'external']) {
    const file = path.join(folder, `sip_profiles/${name}.xml`);
    const text = readFileSync(file, 'utf8');
    const without = text.replace(/.*"liberal-dtmf".*\n/, '');
    if (without === text) throw new Error(`${file} has no liberal-dtmf`);
    writeFileSync(file, without);
  }
}

function ringOnly(call: IncomingCall): void {
  call.ring();
}

export async function startService(
  rig: Rig,
  which: 'first' | 'standby',
  events?: string,
  launcher?: readonly string[],
  edit?: (yaml: string) => string,
  cdrs?: string,
): Promise<LiveService> {
  const port = which === 'first' ? rig.controllerPort : rig.standbyPort;
  return await LiveService.start(port, rig.recordings, events, launcher, edit, cdrs);
}

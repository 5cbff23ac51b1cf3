/** A FreeSWITCH with phones that watch lamps, and a switch with a code. */
import assert from 'node:assert/strict';
import { FreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { SipPhone } from './sip/phone.js';
import { Subscription } from './sip/subscription.js';

const SWITCHES = `
  - { id: closed, name: Closed, code: '12', codeAllowed: [{ extension: '1006' }], manual: { on: true } }`;

/** The configuration of the live tests, where extension 1006 may turn the switch `closed` with `*5012`. */
export const withCode = (yaml: string): string => yaml.replace(/\n {2}- \{ id: closed,.*/, () => SWITCHES);

/** A list of all dialogs that has none: a lamp that is off. */
const NO_CALL = /<dialog-info[^>]* state="full"[^>]*>\s*<\/dialog-info>/;

/** The states that a lamp was told, in order. */
export const statesOf = ({ notifies }: Subscription): readonly string[] =>
  notifies.map(({ body }) => /<state>(\w+)/.exec(body)?.[1] ?? (NO_CALL.test(body) ? 'terminated' : 'none'));

/** A phone that may register on this FreeSWITCH. */
export async function openDesk({ fs }: Rig, user = '1006'): Promise<SipPhone> {
  const phone = await SipPhone.open({ user, password: FreeSwitch.password, switchPort: fs.sipPort });
  assert.equal((await phone.register()).status, 200);
  return phone;
}

export interface LampRig {
  readonly rig: Rig;
  readonly service: LiveService;
  desk(user?: string): Promise<SipPhone>;
  /** Turns the switch by command, and waits until the service has followed. */
  turned(state: 'on' | 'off'): Promise<void>;
  stop(): Promise<void>;
}

/** @param edit changes the copy of freeswitch/ in this folder */
export async function startLampRig(binary: string, edit?: (folder: string) => void): Promise<LampRig> {
  const rig = await startRig(binary, undefined, {}, edit);
  const opened: SipPhone[] = [];
  const desk = async (user?: string): Promise<SipPhone> => {
    const phone = await openDesk(rig, user);
    opened.push(phone);
    return phone;
  };
  let service: LiveService;
  try {
    service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`, undefined, withCode);
  } catch (error) {
    await rig.stop();
    throw error;
  }
  return {
    rig,
    service,
    desk,
    turned: async (state) => {
      service.turn('closed', state);
      const watcher = await Subscription.begin(await desk('1005'), 'switch+closed');
      await watcher.shows(state);
      await watcher.refresh(0);
    },
    stop: async () => {
      await Promise.all(opened.map((phone) => phone.close()));
      await service.stop();
      await rig.stop();
    },
  };
}

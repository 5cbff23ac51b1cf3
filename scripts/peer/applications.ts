/** The dialplan applications that a hunt group uses. */
import { bridge } from './bridge.js';
import { separate } from './separate.js';
import type { World } from './world.js';

const PLAYBACK_SEC = 3;
const VOICEMAIL_SEC = 8;

/** Resolves when the application has returned; every application ends when the caller hangs up. */
export async function runApplication(world: World, app: string, rawArg: string): Promise<void> {
  const { channel } = world;
  channel.report({ kind: 'execute', app, arg: rawArg });
  // switch_core_session_execute_application() does nothing for a channel that is gone.
  if (channel.down) return;
  const arg = channel.expand(rawArg);
  const [first = '', ...rest] = arg.split(' ');
  switch (app.toLowerCase()) {
    case 'multiset': {
      multiset(world, arg);
      return;
    }
    case 'set':
    case 'export':
    case 'bridge_export': {
      setVariable(world, arg);
      return;
    }
    case 'set_profile_var':
      // Sets the caller's profile; nothing here reads it.
      return;
    case 'unset': {
      channel.set(arg, '');
      return;
    }
    case 'bridge':
      return bridge(world, arg);
    case 'answer': {
      channel.answer();
      return;
    }
    case 'ring_ready': {
      channel.hears('ringing');
      return;
    }
    case 'pre_answer':
      return;
    case 'playback':
      return playback(world, arg);
    case 'sleep':
      return pass(world, Number(arg) || 0);
    case 'voicemail':
      channel.answer();
      if ([...channel.missingBoxes, ...channel.brokenFiles].includes(rest.at(-1) ?? '')) return;
      channel.hears('voicemail', arg);
      await pass(world, VOICEMAIL_SEC * 1000);
      {
        channel.callerHangsUp();
        return;
      }
    case 'intercept': {
      const other = channel.others.find(({ uuid }) => uuid === first);
      if (other?.intercept(channel.uuid) !== true) return;
      channel.answer();
      channel.isInterceptedBridge = true;
      channel.set('signal_bond', first);
      return;
    }
    case 'record_session': {
      channel.recordTo(arg);
      return;
    }
    case 'stop_record_session':
    case 'bind_digit_action':
    case 'digit_action_set_realm':
      return;
    case 'hangup': {
      channel.hangUp(arg === '' ? 'NORMAL_CLEARING' : arg);
      return;
    }
    case 'respond': {
      respond(world, Number(first), rest.join(' '));
      return;
    }
    case 'log':
    case 'info':
      return;
    default:
      channel.report({ kind: 'unknownApp', app });
      {
        channel.hangUp('DESTINATION_OUT_OF_ORDER');
        return;
      }
  }
}

/** The reply is the same either way; the variable has the result. */
async function playback(world: World, file: string): Promise<void> {
  const { channel } = world;
  if (channel.missingFiles.includes(file) || channel.brokenFiles.includes(file)) {
    channel.set('current_application_response', 'FILE NOT FOUND');
    return;
  }
  channel.hears('file', file);
  await pass(world, PLAYBACK_SEC * 1000);
  channel.set('current_application_response', channel.down ? 'PLAYBACK ERROR' : 'FILE PLAYED');
}

function multiset(world: World, arg: string): void {
  const own = arg.startsWith('^^');
  for (const pair of separate(own ? arg.slice(3) : arg, own ? arg.charAt(2) : ' ', 256))
    setVariable(world, pair);
}

/** base_set(): the value is expanded once more. */
function setVariable({ channel }: World, pair: string): void {
  const equals = pair.includes('=') ? pair.indexOf('=') : pair.indexOf(',');
  if (equals === -1) {
    channel.set(pair, '');
    return;
  }
  channel.set(pair.slice(0, equals), channel.expand(pair.slice(equals + 1)));
}

function respond({ channel }: World, status: number, phrase: string): void {
  if (status < 300 || channel.answered) return;
  channel.hangUp('NORMAL_UNSPECIFIED', { status, phrase: phrase === '' ? 'Because' : phrase });
}

async function pass({ clock, channel }: World, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(ms, () => {
      forget();
      resolve();
    });
    const forget = channel.onDown(() => {
      cancel();
      resolve();
    });
  });
}

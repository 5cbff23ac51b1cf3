/** `rufgruppe call`: simulates one call to the running service, in real time, without a FreeSWITCH. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../src/app/config.js';
import { placeCall, socketDialplan, type PlacedCall } from './peer/call.js';
import { realClock } from './peer/clock.js';
import { CommandError } from './command-error.js';
import { callOf, type CallArguments, type CallValues } from './peer/command-line.js';
import { Describer } from './peer/describe.js';
import { sayer } from './say.js';

const say = sayer('call');

/** How long to wait for the service to close the connection. It normally does so as soon as the call ends. */
const LET_GO_MS = 5_000;

/** Errors: UsageError for invalid values; CommandError when the service did not take the call, or lost it. */
export async function placeOneCall(values: CallValues): Promise<void> {
  const { esl } = loadConfig();
  const host = ['0.0.0.0', '::'].includes(esl.host) ? '127.0.0.1' : esl.host;
  await run(callOf(values, `${host}:${esl.port}`));
}

async function run({ host, port, name, hangupAfterSec, cdrFolder, ...rest }: CallArguments): Promise<void> {
  const describer = new Describer();
  let over: () => void = () => undefined;
  const callerOut = new Promise<void>((resolve) => (over = resolve));
  console.log(say('from', { from: rest.anonymous ? say('anonymous') : rest.from, to: rest.to }));
  const call = placeCall({
    ...rest,
    clock: realClock(),
    dialplan: socketDialplan(`${host}:${port}`),
    ...(name === undefined ? {} : { name }),
    ...(hangupAfterSec === undefined ? {} : { hangupAfterSec }),
    ...(cdrFolder === undefined ? {} : { cdrFolder }),
    onEvent: (event) => {
      const line = describer.describe(event);
      if (line !== undefined) console.log(line);
      if (event.kind === 'callerGets' || event.kind === 'callerBye' || event.kind === 'callerHungUp') over();
    },
  });
  process.once('SIGINT', () => call.hangUp());
  const done = call.done.then(() => true);
  const letGo = await Promise.race([done, callerOut.then(() => sleep(LET_GO_MS, false, { ref: false }))]);
  if (!letGo) {
    console.error(say('keepsSocket'));
    call.dropSocket('fin');
  }
  verdict(call, `${host}:${port}`);
}

/** Errors: CommandError unless the service brought the call to its end. */
function verdict({ timeline }: PlacedCall, address: string): void {
  if (!timeline.some((event) => event.kind === 'connected'))
    throw new CommandError(say('nobody', { address }));
  const fallback = timeline.findIndex((event) => event.kind === 'dialplan' && event.app !== 'socket');
  if (fallback === -1) return;
  const didSomething = timeline.slice(0, fallback).some((event) => event.kind === 'execute');
  throw new CommandError(say(didSomething ? 'letGo' : 'didNothing', { address }));
}

/** `npm run call`: simulates one call to the running service, in real time, without a FreeSWITCH. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../src/app/config.js';
import { placeCall, socketDialplan, type PlacedCall } from './peer/call.js';
import { realClock } from './peer/clock.js';
import { parseCommandLine, type CallArguments } from './peer/command-line.js';
import { Describer } from './peer/describe.js';
import { sayer } from './say.js';

const say = sayer('call');

/** How long to wait for the service to close the connection. It normally does so as soon as the call ends. */
const LET_GO_MS = 5_000;

process.exitCode = await main(process.argv.slice(2));

/** Exit codes: 0: the call ended properly. 1: the service did not take it, or lost it. 2: invalid options. */
async function main(args: readonly string[]): Promise<number> {
  const { esl } = loadConfig();
  const host = ['0.0.0.0', '::'].includes(esl.host) ? '127.0.0.1' : esl.host;
  const commandLine = parseCommandLine(args, `${host}:${esl.port}`);
  switch (commandLine.kind) {
    case 'help':
      console.log(say('usage', { phones: say('phones') }));
      return 0;
    case 'fault':
      console.error(`${commandLine.message}\n${say('showsAll')}`);
      return 2;
    case 'call':
      return run(commandLine.call);
  }
}

async function run({ host, port, name, hangupAfterSec, cdrFolder, ...rest }: CallArguments): Promise<number> {
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
  return verdict(call, `${host}:${port}`);
}

function verdict(call: PlacedCall, address: string): number {
  const { timeline } = call;
  if (!timeline.some((event) => event.kind === 'connected')) {
    console.error(say('nobody', { address }));
    return 1;
  }
  const fallback = timeline.findIndex((event) => event.kind === 'dialplan' && event.app !== 'socket');
  if (fallback === -1) return 0;
  const didSomething = timeline.slice(0, fallback).some((event) => event.kind === 'execute');
  console.error(say(didSomething ? 'letGo' : 'didNothing', { address }));
  return 1;
}

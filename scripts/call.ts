/** `npm run call`: one call on the running service, in real time, without a FreeSWITCH. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../src/app/config.js';
import { placeCall, socketDialplan, type PlacedCall } from './peer/call.js';
import { realClock } from './peer/clock.js';
import { parseCommandLine, USAGE, type CallArguments } from './peer/command-line.js';
import { Describer } from './peer/describe.js';

/** The service lets go of a finished call at once; a record that is being written must not keep us. */
const LET_GO_MS = 5_000;

process.exitCode = await main(process.argv.slice(2));

/** 0: the call got a proper end. 1: the service did not take it, or lost it. 2: unreadable options. */
async function main(args: readonly string[]): Promise<number> {
  const { esl } = loadConfig();
  const host = ['0.0.0.0', '::'].includes(esl.host) ? '127.0.0.1' : esl.host;
  const commandLine = parseCommandLine(args, `${host}:${esl.port}`);
  switch (commandLine.kind) {
    case 'help':
      console.log(USAGE);
      return 0;
    case 'fault':
      console.error(`${commandLine.message}\nnpm run call -- --help shows everything.`);
      return 2;
    case 'call':
      return run(commandLine.call);
  }
}

async function run({ host, port, name, hangupAfterSec, ...rest }: CallArguments): Promise<number> {
  const describer = new Describer();
  let over: () => void = () => undefined;
  const callerOut = new Promise<void>((resolve) => (over = resolve));
  console.log(`Call from ${rest.anonymous ? 'an anonymous caller' : rest.from} to ${rest.to}`);
  const call = placeCall({
    ...rest,
    clock: realClock(),
    dialplan: socketDialplan(`${host}:${port}`),
    ...(name === undefined ? {} : { name }),
    ...(hangupAfterSec === undefined ? {} : { hangupAfterSec }),
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
    console.error('The call is over, but the service keeps its event socket open.');
    call.dropSocket('fin');
  }
  return verdict(call, `${host}:${port}`);
}

function verdict(call: PlacedCall, address: string): number {
  const { timeline } = call;
  if (!timeline.some((event) => event.kind === 'connected')) {
    console.error(
      `Nobody answered at ${address}. Is the service running (npm start), and is this its event socket?`,
    );
    return 1;
  }
  const fallback = timeline.findIndex((event) => event.kind === 'dialplan' && event.app !== 'socket');
  if (fallback === -1) return 0;
  const didSomething = timeline.slice(0, fallback).some((event) => event.kind === 'execute');
  console.error(
    didSomething
      ? 'The service let go of the call before it had an end; FreeSWITCH would go on with its dialplan.'
      : `The service at ${address} closed the connection without doing anything for the call; see its log.`,
  );
  return 1;
}

import type { CallValues } from '../peer/command-line.js';
import { sayer } from '../say.js';
import type { OwnCommand } from './command.js';

const several = (value: string, before: readonly string[] = []) => [...before, value];

export function call(program: OwnCommand): void {
  const say = sayer('call');
  program
    .with('call')
    .option('--to <NUMBER>')
    .option('--from <NUMBER>')
    .option('--name <TEXT>')
    .option('--anonymous')
    .option('--phone <NUMBER=WORD>', '', several)
    .option('--hangup-after <12s>')
    .option('--socket <HOST:PORT>')
    .option('--cdrs <FOLDER>')
    .addHelpText('after', () => `\n${say('words', { phones: say('phones') })}`)
    .action(async (values: CallValues) => {
      const { placeOneCall } = await import('../place-call.js');
      await placeOneCall(values);
    });
}

import type { CallbackValues } from '../callbacks.js';
import type { OwnCommand } from './command.js';

const work = () => import('../callbacks.js');

export function callbacks(program: OwnCommand): void {
  const own = program.with('callbacks');
  own
    .with('list')
    .option('--group <NUMBER>')
    .option('--all')
    .option('--json')
    .action(async (values: CallbackValues) => (await work()).list(values));
  own
    .with('take')
    .takes('ID')
    .option('--as <NAME>')
    .option('--min <MINUTES>')
    .action(async (id: string, values: CallbackValues) => (await work()).act('take', id, values));
  own
    .with('give-back')
    .takes('ID')
    .option('--as <NAME>')
    .action(async (id: string, values: CallbackValues) => (await work()).act('give-back', id, values));
  own
    .with('done')
    .takes('ID')
    .option('--as <NAME>')
    .option('--note <TEXT>')
    .action(async (id: string, values: CallbackValues) => (await work()).act('done', id, values));
  own
    .with('note')
    .takes('ID', 'TEXT...')
    .option('--as <NAME>')
    .action(async (id: string, words: readonly string[], values: CallbackValues) =>
      (await work()).act('note', id, { ...values, note: words.join(' ') }),
    );
}

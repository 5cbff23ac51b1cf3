import type { Json } from '../print.js';
import type { AddValues, RemoveValues } from '../sounds.js';
import type { OwnCommand } from './command.js';

const work = () => import('../sounds.js');

export function sounds(program: OwnCommand): void {
  const own = program.with('sounds');
  own
    .with('list')
    .option('--json')
    .action(async (values: Json) => (await work()).list(values));
  own
    .with('add')
    .takes('FILE')
    .option('--name <NAME>')
    .option('--replace')
    .option('--json')
    .action(async (file: string, values: AddValues) => (await work()).add(file, values));
  own
    .with('remove')
    .takes('NAME')
    .option('--force')
    .option('--json')
    .action(async (name: string, values: RemoveValues) => (await work()).remove(name, values));
  own
    .with('check')
    .option('--json')
    .action(async (values: Json) => (await work()).check(values));
}

import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../away-work.js');

interface Options {
  readonly group?: string;
  readonly until?: string;
}

export function away(program: OwnCommand): void {
  const own = program.with('away');
  own
    .with('list')
    .option('--json')
    .action(async ({ json }: Json) => (await work()).list(json));
  own
    .with('set')
    .takes('USER')
    .option('--group <NUMBER>')
    .option('--until <END>')
    .action(async (user: string, { group, until }: Options) => (await work()).set(user, group, until));
  own
    .with('back')
    .takes('USER')
    .option('--group <NUMBER>')
    .action(async (user: string, { group }: Options) => (await work()).back(user, group));
}

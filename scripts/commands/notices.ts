import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../notices.js');

export function notices(program: OwnCommand): void {
  const own = program.with('notices');
  own
    .with('list')
    .option('--json')
    .action(async (values: Json) => (await work()).list(values));
  own
    .with('test')
    .option('--json')
    .action(async (values: Json) => (await work()).test(values));
}

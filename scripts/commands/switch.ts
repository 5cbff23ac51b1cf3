import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../switch-work.js');

export function switches(program: OwnCommand): void {
  const own = program.with('switch');
  own
    .with('list')
    .option('--json')
    .action(async ({ json }: Json) => (await work()).list(json));
  own
    .with('turn')
    .takes('ID', 'STATE')
    .option('--until <END>')
    .action(async (id: string, state: string, { until }: { until?: string }) =>
      (await work()).turn(id, state, until),
    );
}

import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../webhooks.js');

export function webhooks(program: OwnCommand): void {
  const own = program.with('webhooks');
  own
    .with('list')
    .option('--json')
    .action(async (values: Json) => (await work()).list(values));
  own
    .with('test')
    .takes('ID')
    .option('--json')
    .action(async (id: string, values: Json) => (await work()).test(id, values));
  own
    .with('log')
    .takes('ID')
    .option('--limit <count>')
    .option('--json')
    .action(async (id: string, values: Json & { limit?: string }) => (await work()).log(id, values));
  own
    .with('secret')
    .takes('ID')
    .action(async (id: string) => (await work()).secret(id));
}

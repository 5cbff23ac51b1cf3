import type { AccountValues } from '../accounts.js';
import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../accounts.js');

export function accounts(program: OwnCommand): void {
  const own = program.with('accounts');
  own
    .with('list')
    .option('--json')
    .action(async ({ json }: Json) => (await work()).list(json));
  for (const name of ['add', 'role'] as const) {
    const command = own.with(name).takes('NAME').option('--role <ROLE>').option('--user <ID>');
    if (name === 'add') command.option('--mail <ADDRESS>').option('--invite');
    command.action(async (account: string, values: AccountValues) =>
      (await work()).act(name, account, values),
    );
  }
  own
    .with('mail')
    .takes('NAME', 'ADDRESS')
    .action(async (account: string, mail: string) => (await work()).act('mail', account, { mail }));
  for (const name of ['password', 'link', 'withdraw', 'unlock', 'remove'] as const)
    own
      .with(name)
      .takes('NAME')
      .action(async (account: string) => (await work()).act(name, account, {}));
}

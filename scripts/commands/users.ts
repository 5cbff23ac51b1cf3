import type { UsersImportValues } from '../users-import.js';
import type { OwnCommand } from './command.js';

export function users(program: OwnCommand): void {
  const own = program.with('users');
  own
    .with('import')
    .takes('[FILE]')
    .option('--freeswitch')
    .option('--columns <WORDS>')
    .option('--rename')
    .option('--other-domains')
    .option('--dry-run')
    .option('--yes')
    .option('--json')
    .action(async (file: string | undefined, values: UsersImportValues) =>
      (await import('../users-import.js')).importList(file, values),
    );
}

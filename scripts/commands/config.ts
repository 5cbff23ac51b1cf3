import type { ImportValues } from '../config-import.js';
import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const importing = () => import('../config-import.js');

export function config(program: OwnCommand): void {
  const own = program.with('config');
  own
    .with('check')
    .takes('FILE')
    .option('--json')
    .action(async (file: string, { json }: Json) => (await import('../config-check.js')).check(file, json));
  own
    .with('import')
    .takes('FILE')
    .option('--reason <TEXT>')
    .option('--merge')
    .option('--replace')
    .option('--dry-run')
    .option('--yes')
    .action(async (file: string, values: ImportValues) => (await importing()).importOne(file, values));
  own
    .with('diff')
    .takes('FILE')
    .option('--json')
    .action(async (file: string, { json }: Json) => (await importing()).showDifference(file, json));
  own
    .with('export')
    .takes('[FILE]')
    .option('--revision <N>')
    .action(async (file: string | undefined, { revision }: { revision?: string }) =>
      (await import('../config-export.js')).exportFile(file, revision),
    );
  own
    .with('history')
    .option('--json')
    .action(async ({ json }: Json) => (await import('../config-history.js')).history(json));
  own
    .with('switch')
    .takes('ID', 'STATE')
    .option('--until <END>')
    .action(async (id: string, state: string, { until }: { until?: string }) =>
      (await import('../switch-work.js')).turn(id, state, until),
    );
}

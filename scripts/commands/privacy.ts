import type { ForgetValues } from '../privacy.js';
import type { OwnCommand } from './command.js';

const work = () => import('../privacy.js');

export function privacy(program: OwnCommand): void {
  const own = program.with('privacy');
  own
    .with('export')
    .takes('NUMBER', 'FOLDER')
    .action(async (number: string, folder: string) => (await work()).exportTo(number, folder));
  own
    .with('forget')
    .takes('NUMBER')
    .option('--dry-run')
    .option('--yes')
    .option('--json')
    .action(async (number: string, values: ForgetValues) => (await work()).forget(number, values));
}

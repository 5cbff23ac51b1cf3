import type { Json } from '../print.js';
import type { AddValues, ExportValues, ImportValues } from '../contacts.js';
import type { OwnCommand } from './command.js';

const work = () => import('../contacts.js');

export function contacts(program: OwnCommand): void {
  const own = program.with('contacts');
  own
    .with('list')
    .takes('[TEXT]')
    .option('--json')
    .action(async (text: string | undefined, values: Json) => (await work()).list(text, values));
  own
    .with('add')
    .takes('NUMBER')
    .option('--name <NAME>')
    .option('--company <COMPANY>')
    .option('--note <NOTE>')
    .option('--kind <KIND>')
    .option('--json')
    .action(async (number: string, values: AddValues) => (await work()).add(number, values));
  own
    .with('remove')
    .takes('ID')
    .action(async (id: string) => (await work()).remove(id));
  own
    .with('import')
    .takes('FILE')
    .option('--other-names')
    .option('--dry-run')
    .option('--yes')
    .option('--json')
    .action(async (file: string, values: ImportValues) => (await work()).importFile(file, values));
  own
    .with('export')
    .takes('FILE')
    .option('--format <FORMAT>')
    .action(async (file: string, values: ExportValues) => (await work()).exportFile(file, values));
}

import type { Json } from '../print.js';
import type { OwnCommand } from './command.js';

const work = () => import('../database.js');
const archives = () => import('../backup.js');
const versions = () => import('../migrations.js');

interface Replace {
  readonly replace?: true;
}

export function database(program: OwnCommand): void {
  const own = program.with('database');
  own
    .with('status')
    .option('--json')
    .action(async ({ json }: Json) => (await work()).status(json));
  own
    .with('migrations')
    .option('--json')
    .action(async ({ json }: Json) => (await versions()).migrations(json));
  own.with('migrate').action(async () => (await versions()).migrate());
  own.with('compact').action(async () => (await work()).compact());
  own
    .with('copy-to')
    .takes('URI')
    .option('--replace')
    .action(async (uri: string, { replace }: Replace) => (await work()).copy(uri, replace === true));
}

export function backup(program: OwnCommand): void {
  const own = program
    .with('backup')
    .takes('FILE')
    .action(async (file: string) => {
      const names = own.commands.map((command) => command.name());
      await (await archives()).backUpTo(file, [...names, 'restore']);
    });
  own
    .with('test')
    .takes('FILE')
    .option('--json')
    .action(async (file: string, { json }: Json) => (await archives()).test(file, json));
  own
    .with('list')
    .takes('[FOLDER]')
    .option('--json')
    .action(async (folder: string | undefined, { json }: Json) => (await archives()).list(folder, json));
}

export function restore(program: OwnCommand): void {
  program
    .with('restore')
    .takes('FILE')
    .option('--replace')
    .action(async (file: string, { replace }: Replace) =>
      (await archives()).restoreFrom(file, replace === true),
    );
}

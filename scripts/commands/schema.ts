import type { OwnCommand } from './command.js';

export function schema(program: OwnCommand): void {
  program.with('schema').action(async () => (await import('../schema.js')).writeSchema());
}

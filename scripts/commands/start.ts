import type { OwnCommand } from './command.js';

export function start(program: OwnCommand): void {
  program.with('start').action(async () => {
    await import('../../src/main.js');
  });
}

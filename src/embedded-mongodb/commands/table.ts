import { admin } from './admin.js';
import type { Command } from './command.js';
import { handshake } from './handshake.js';
import { reads } from './read.js';
import { writes } from './write.js';

/** Every command that the server answers, by name. */
export const commands: Readonly<Record<string, Command>> = { ...handshake, ...reads, ...writes, ...admin };

/** The parts of the product that read what others wrote. */
import type { AnyTarget } from '../harness.js';
import { call } from './call.js';
import { cdrFiles } from './cdr-files.js';
import { databaseWire } from './database-wire.js';
import { extensionLists } from './extension-lists.js';
import { inboundEvents } from './inbound-events.js';
import { journalLines } from './journal-lines.js';
import { links } from './links.js';
import { outboundFrames } from './outbound-frames.js';
import { rest } from './rest.js';
import { yaml } from './yaml.js';

export const targets: readonly AnyTarget[] = [
  outboundFrames,
  call,
  inboundEvents,
  cdrFiles,
  yaml,
  extensionLists,
  links,
  journalLines,
  databaseWire,
  rest,
];

/** `rufgruppe …`: all commands. A new one is a file here, a line in COMMANDS, and its words in `words/help-*.ts`. */
import { accounts } from './accounts.js';
import { away } from './away.js';
import { call } from './call.js';
import { callbacks } from './callbacks.js';
import { OwnCommand } from './command.js';
import { completion } from './completion.js';
import { config } from './config.js';
import { backup, database, restore } from './database.js';
import { contacts } from './contacts.js';
import { doctor } from './doctor.js';
import { helpText } from './help-text.js';
import { notices } from './notices.js';
import { privacy } from './privacy.js';
import { report } from './report.js';
import { schema } from './schema.js';
import { sounds } from './sounds.js';
import { start } from './start.js';
import { switches } from './switch.js';
import { users } from './users.js';
import { webhooks } from './webhooks.js';

const COMMANDS = [
  start,
  call,
  doctor,
  config,
  switches,
  away,
  users,
  sounds,
  contacts,
  callbacks,
  report,
  notices,
  webhooks,
  accounts,
  privacy,
  backup,
  restore,
  database,
  schema,
  completion,
];

/** What a command does is loaded when it is called; here are only names and options. */
export function program(version: string): OwnCommand {
  const all = new OwnCommand('rufgruppe')
    .description(helpText('', 'rufgruppe'))
    .version(version, '--version')
    .helpCommand(false)
    .exitOverride();
  for (const add of COMMANDS) add(all);
  return all;
}

/** Where the report command finds what other parts of the service keep. */
import type { MailQueue } from '../src/model/mail.js';
import type { LiveCallbacks } from '../src/reports/make.js';
import type { Store } from '../src/store/connection.js';
import { CommandError } from './report-command-line.js';

/** The queue that the running service sends from. Errors: CommandError when the store has none. */
export function mailQueueOf(store: Store): MailQueue {
  if ('mails' in store) return store.mails as MailQueue;
  throw new CommandError('This database has no mail queue, so nothing can be sent; leave out --send');
}

/** Open and taken items of the call-back list; none where the store keeps no list. */
export function callbacksOf(store: Store): LiveCallbacks {
  if (!('callbacks' in store)) return () => Promise.resolve([]);
  const { live } = store.callbacks as { readonly live: LiveCallbacks };
  return (group) => live(group);
}

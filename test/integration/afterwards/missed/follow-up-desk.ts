/** What follows from finished calls, on a store: the follow-up and the notices with a fake mail queue. */
import { loadMailTemplates } from '../../../../src/afterwards/mail/templates.js';
import { followUpCalls, type FollowUpDependencies } from '../../../../src/afterwards/missed/follow-up.js';
import type { NoticeDependencies } from '../../../../src/afterwards/missed/notices.js';
import { writeWithheld } from '../../../../src/afterwards/missed/withheld.js';
import { createLog } from '../../../../src/base/log.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { FakeMailQueue } from './mail-queue.js';

export interface FollowUpDesk {
  readonly mails: FakeMailQueue;
  readonly notices: NoticeDependencies;
  readonly use: FollowUpDependencies;
  /** Saves finished calls and follows them up. */
  finish(...calls: readonly CallRecord[]): Promise<void>;
}

/** @param given the snapshot and the clock of the test, as they are when they are asked for. */
export async function followUpDesk(
  store: Store,
  { snapshot, now }: Pick<FollowUpDependencies, 'snapshot' | 'now'>,
): Promise<FollowUpDesk> {
  const { calls, callbacks, withheld, secrets } = store;
  const mails = new FakeMailQueue();
  const log = createLog('silent');
  const notices: NoticeDependencies = {
    calls,
    callbacks,
    withheld,
    mails,
    snapshot,
    render: await loadMailTemplates('templates'),
    secret: () => secrets.get('links'),
    publicUrl: () => 'https://pbx.example/',
    log,
  };
  const use: FollowUpDependencies = {
    calls,
    callbacks,
    snapshot,
    onWithheld: (record, missed) => writeWithheld(record, missed, notices, now()),
    now,
    log,
  };
  return {
    mails,
    notices,
    use,
    finish: async (...finished) => {
      for (const call of finished) await calls.save(call);
      await followUpCalls(use);
    },
  };
}

/** What follows from finished calls, on a store, with a queue that keeps the mails for the test. */
import type { Db } from 'mongodb';
import type { DateTime } from 'luxon';
import { loadMailTemplates } from '../../../../src/afterwards/mail/templates.js';
import type { FollowUpDependencies } from '../../../../src/afterwards/missed/follow-up.js';
import type { NoticeDependencies } from '../../../../src/afterwards/missed/notices.js';
import { writeWithheld } from '../../../../src/afterwards/missed/withheld.js';
import { createLog } from '../../../../src/base/log.js';
import type { Snapshot } from '../../../../src/base/model/snapshot.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { testAudit } from '../../../fakes/audit.js';
import type { FakeMailQueue } from './mail-queue.js';

/** Forgets all calls and what followed from them. */
export async function forgetCalls(db: Db): Promise<void> {
  await Promise.all(
    ['calls', 'callbacks', 'withheldcalls'].map((name) => db.collection(name).deleteMany({})),
  );
}

interface Scene {
  readonly store: Store;
  readonly mails: FakeMailQueue;
  readonly snapshot: () => Snapshot | undefined;
  readonly now: () => DateTime;
}

/** `use` follows calls up, `notices` writes the mails about them. */
export async function followUpOn({
  store,
  mails,
  snapshot,
  now,
}: Scene): Promise<{ use: FollowUpDependencies; notices: NoticeDependencies }> {
  const log = createLog('silent');
  const { calls, callbacks, withheld } = store;
  const notices: NoticeDependencies = {
    calls,
    callbacks,
    withheld,
    mails,
    snapshot,
    render: await loadMailTemplates('templates'),
    secret: () => store.secrets.get('links'),
    publicUrl: () => 'https://pbx.example/',
    log,
  };
  const use: FollowUpDependencies = {
    calls,
    callbacks,
    snapshot,
    onWithheld: (record, why) => writeWithheld(record, why, notices, now()),
    onMissed: () => Promise.resolve(),
    now,
    log,
    audit: testAudit(),
  };
  return { use, notices };
}

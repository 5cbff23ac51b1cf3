/** What follows calls for sessions of a test: nobody tells of channels, so a record ends with its session. */
import { DoneCalls } from '../../src/calls/follow/done-calls.js';
import { Follower } from '../../src/calls/follow/follower.js';
import { Stories } from '../../src/calls/follow/stories.js';
import type { SessionDependencies } from '../../src/calls/session/session-dependencies.js';
import { createLog } from '../../src/base/log.js';
import type { CallRecord } from '../../src/base/model/call-record.js';
import type { Group } from '../../src/base/model/snapshot.js';

export interface FollowingInput {
  readonly keep: (record: CallRecord) => void;
  readonly groups: (number: string) => Group | undefined;
  readonly nowMs: () => number;
}

export function following(
  input: FollowingInput,
): Pick<SessionDependencies, 'keep' | 'stories' | 'whoIs' | 'begun' | 'follow'> {
  const stories = new Stories();
  const follower = new Follower({
    ...input,
    stories,
    done: new DoneCalls(),
    onEnded: () => undefined,
    onTaken: () => undefined,
    whoIs: () => undefined,
    presence: () => Promise.resolve('untold'),
    isTold: () => false,
    log: createLog('silent'),
    logNumbers: 'masked',
    readsCdrs: false,
    askMs: 1,
  });
  return {
    keep: input.keep,
    stories,
    whoIs: () => undefined,
    begun: (id) => follower.release(id),
    follow: (record, seen) => follower.follow(record, seen),
  };
}

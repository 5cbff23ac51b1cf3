/** What became of a call to a group that was asked for. Pure. */
import type { Facts } from './facts.js';
import { findings, type Finding } from './finding.js';

export function checkTestCalls({ testCalls }: Facts): readonly Finding[] {
  return testCalls.map(({ group, freeswitch, result, reason }) => {
    const { ok, fault } = findings('testCall', freeswitch);
    switch (result) {
      case 'taken':
        return ok('testCallTaken', { group });
      case 'notTaken':
        return fault('testCallNotTaken', { group });
      case 'noChannel':
        return fault('testCallNoChannel', { group });
      case 'failed':
        return fault('testCallFailed', { group, reason });
    }
  });
}

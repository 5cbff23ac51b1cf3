import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveEndpoints } from '../../../../src/people/api/live.js';
import type { SiteParts } from '../../../../src/people/http/parts.js';

test('of very many calls 500 are told, and how many there are besides', async () => {
  const call = { id: 'one', caller: {}, group: {}, atGroup: '700', stage: 1, since: new Date(), phones: [] };
  const asked: (number | undefined)[] = [];
  const [live] = liveEndpoints({
    board: {
      count: () => 10_000,
      calls: (most?: number) => {
        asked.push(most);
        return Array.from({ length: most ?? 10_000 }, () => call);
      },
    },
    freeswitches: () => [],
  } as unknown as SiteParts);
  const reply = (await live?.handle({} as never)) as { body: { calls: unknown[]; more: number } };
  assert.deepEqual([asked, reply.body.calls.length, reply.body.more], [[500], 500, 9500]);
});

/** Reads what waits for somebody, for the counts that every page shows. */
import type { RequestHandler } from 'express';
import { lostAccounts } from '../operations/accounts.js';
import { forgottenNow } from '../operations/forgotten.js';
import { Fresh } from '../operations/fresh.js';
import { MOST_OPEN, type Waiting, type WaitingCounts } from '../operations/waiting.js';
import { warningsNow } from '../operations/warnings.js';
import type { SiteParts } from './parts.js';

export function waitingOf(parts: SiteParts): WaitingCounts {
  return new Fresh(() => readWaiting(parts));
}

async function readWaiting(parts: SiteParts): Promise<Waiting> {
  const { board, snapshot, freeswitches, missingNeeds, limitsMet, facts, store, now } = parts;
  const [openCallbacks, mails, accounts, groups] = await Promise.all([
    store.callbacks.openGroups(MOST_OPEN),
    store.mails.counts(),
    store.accounts.list(),
    board.groups(),
  ]);
  const warnings = warningsNow({
    groups,
    nodes: freeswitches(),
    missing: missingNeeds(),
    limits: limitsMet(),
    recordsWaiting: facts().recordsWaiting,
    mailsFailed: mails.failed,
    forgotten: forgottenNow(snapshot(), now()),
    lost: [],
  });
  return {
    openCallbacks,
    failedMails: mails.failed,
    warnings: warnings.length,
    accountWarnings: lostAccounts(accounts, snapshot()?.users).length > 0 ? 1 : 0,
  };
}

/** After whatever may have changed something, it is read anew. */
export function freshAfterChanges(all: readonly Pick<Fresh<unknown>, 'changed'>[]): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      response.on('finish', () => all.forEach((one) => one.changed()));
    next();
  };
}

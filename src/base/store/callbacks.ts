/**
 * The call-back list. Each change is one atomic update of one document: if two people take an item at the same
 * moment, exactly one gets it, on however many instances.
 */
import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { CallbackItem } from '../model/callback-item.js';
import { CallbackActs, UNREAD, type Filter, type Update } from './callback-acts.js';
import { callbackSchema, itemOf, type CallbackDocument } from './callback-document.js';
import type {
  CallbackChange,
  CallbackStore,
  Closing,
  DueNotice,
  LivePage,
  NewMissedCall,
} from './callback-store.js';
import type { WantedNumber } from '../model/wanted-caller.js';
import { behind, counting, ended, hoursBefore, NOT_TAKEN, listed } from './callback-queries.js';
import { deleteOldest, unsetOldest } from './delete-oldest.js';
import { isDuplicateKey, unlessTaken } from './duplicate-key.js';

/**
 * If a caller's first two missed calls arrive at the same moment, both try to insert an item; the one that fails finds
 * the other's item on the next attempt.
 */
const ATTEMPTS = 5;

/** Items of one page of the list. */
const PAGE = 500;

export function callbackStore(connection: Connection): CallbackStore {
  return new MongooseCallbacks(connection.model<CallbackDocument>('Callback', callbackSchema));
}

class MongooseCallbacks extends CallbackActs implements CallbackStore {
  async addMissed(missed: NewMissedCall): Promise<CallbackItem | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      if ((await this.model.exists({ channels: missed.call.channel })) !== null) return undefined;
      try {
        const merged = await this.#merge(missed);
        if (merged !== undefined) return merged;
        const ended = await this.#addToEnded(missed);
        if (ended !== undefined) return ended;
        await this.#supersede(missed);
        return await this.#insert(missed);
      } catch (error) {
        // Another instance was first, with this call or with another one by the same caller.
        if (!isDuplicateKey(error) || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  giveBackExpired(now: Date): Promise<CallbackChange[]> {
    const expired = { takenUntil: { $lte: now }, state: 'taken' as const };
    return this.#changeAll(expired, { $set: { state: 'open' }, $unset: NOT_TAKEN });
  }

  async waiting(keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const found = await this.model
      .find({ key: { $in: [...keys] }, live: true }, { key: 1 })
      .lean<{ readonly key: string }[]>();
    return new Set(found.map(({ key }) => key));
  }

  close(key: string, groups: readonly string[] | undefined, closing: Closing): Promise<CallbackChange[]> {
    const missedBefore = { key, live: true as const, lastAt: { $lte: closing.at } };
    return this.#changeAll(
      { ...missedBefore, ...(groups !== undefined && { group: { $in: [...groups] } }) },
      ended(closing),
    );
  }

  async renumber(from: string, to: string): Promise<void> {
    const live = { group: from, live: true as const };
    for (const { _id } of await this.model.find(live, { _id: 1 }).lean<{ _id: string }[]>())
      await unlessTaken(() => this.change({ ...live, _id }, { $set: { group: to } }));
  }

  async get(id: string): Promise<CallbackItem | undefined> {
    const found = await this.model.findById(id, UNREAD).lean<CallbackDocument>();
    return found === null ? undefined : itemOf(found);
  }

  async ofCall(channel: string): Promise<string | undefined> {
    return (await this.model.findOne({ channels: channel }, { _id: 1 }).lean<{ _id: string }>())?._id;
  }

  async linkUsed(id: string, link: string): Promise<boolean> {
    return (await this.model.exists({ _id: id, usedLinks: link })) !== null;
  }

  async live(group?: string, page: LivePage = {}): Promise<readonly CallbackItem[]> {
    const { limit = PAGE, after, caller } = page;
    const which = {
      live: true as const,
      ...listed(group, caller),
      ...(after !== undefined && behind(after)),
    };
    return (await this.#found(which, { firstAt: 1, _id: 1 }, limit)).map(itemOf);
  }

  deleteEnded(before: Date, limit: number): Promise<number> {
    return deleteOldest(this.model, { endedAt: { $lt: before } }, 'endedAt', limit);
  }

  deleteNotes(before: Date, limit: number): Promise<number> {
    return unsetOldest(
      this.model,
      { endedAt: { $lt: before }, note: { $exists: true } },
      ['note', 'notes'],
      limit,
    );
  }

  liveCount(group?: string): Promise<number> {
    return this.model.countDocuments({ live: true, ...(group !== undefined && { group }) });
  }

  async openGroups(limit: number): Promise<readonly string[]> {
    const open = { live: true as const, state: 'open' as const };
    const found = await this.model.find(open, { group: 1 }).limit(limit).lean<{ readonly group: string }[]>();
    return found.map(({ group }) => group);
  }

  async beginningWith(id: string, limit: number): Promise<readonly CallbackItem[]> {
    return (await this.#found({ _id: { $gte: id, $lt: `${id}\uffff` } }, { _id: 1 }, limit)).map(itemOf);
  }

  async recent(limit: number, group?: string, caller?: WantedNumber): Promise<readonly CallbackItem[]> {
    return (await this.#found(listed(group, caller), { lastAt: -1 }, limit)).map(itemOf);
  }

  async dueNotices(now: Date, limit: number, group?: string): Promise<readonly DueNotice[]> {
    const which = { noticeAt: { $lte: now }, ...(group !== undefined && { group }) };
    return (await this.#found(which, { noticeAt: 1 }, limit)).map((document) => ({
      item: itemOf(document),
      noticeAt: document.noticeAt ?? now,
      wasHeld: document.noticeHeld === true,
    }));
  }

  async holdNotices(notices: readonly DueNotice[], until: Date): Promise<void> {
    const latest = new Date(Math.max(...notices.map(({ noticeAt }) => noticeAt.getTime())));
    await this.model.updateMany(
      { _id: { $in: notices.map(({ item }) => item.id) }, noticeAt: { $lte: latest } },
      { $set: { noticeAt: until, noticeHeld: true } },
    );
  }

  async noticed(items: readonly CallbackItem[]): Promise<void> {
    for (let done = 0; done < items.length; done += PAGE) {
      const asMailed = items.slice(done, done + PAGE).map(({ id, count }) => ({ _id: id, count }));
      await this.model.updateMany({ $or: asMailed }, { $unset: { noticeAt: 1, noticeHeld: 1 } });
    }
  }

  #found(which: Filter, order: Readonly<Record<string, 1 | -1>>, limit: number): Promise<CallbackDocument[]> {
    return this.model.find(which, UNREAD).sort(order).limit(limit).lean<CallbackDocument[]>();
  }

  #merge({ group, caller, call, mergeHours, noticeAt }: NewMissedCall): Promise<CallbackItem | undefined> {
    const isRecent = { lastAt: { $gte: hoursBefore(call.at, mergeHours) } };
    return this.change(
      {
        group,
        key: caller.key,
        live: true,
        channels: { $ne: call.channel },
        $or: [{ state: 'taken' }, isRecent],
      },
      {
        ...counting(call),
        $min: { firstAt: call.at, ...(noticeAt !== undefined && { noticeAt }) },
        ...(caller.name !== null && { $set: { name: caller.name } }),
      },
    );
  }

  /**
   * A call that is reported late, after its caller has been called back or has talked to somebody: no further
   * call-back is needed.
   */
  #addToEnded({ group, caller, call, endedAt = call.at }: NewMissedCall): Promise<CallbackItem | undefined> {
    return this.change(
      {
        key: caller.key,
        endedAt: { $gte: endedAt },
        group,
        channels: { $ne: call.channel },
        endedBecause: { $ne: 'superseded' },
      },
      { ...counting(call), $min: { firstAt: call.at } },
    );
  }

  /** Closes an item that is older than the merging time; the newer one replaces it. */
  async #supersede({ group, caller, call, mergeHours }: NewMissedCall): Promise<void> {
    const isOld = { lastAt: { $lt: hoursBefore(call.at, mergeHours) } };
    await this.model.updateMany(
      { group, key: caller.key, live: true, state: 'open', ...isOld },
      ended({ because: 'superseded', at: call.at, who: null }),
    );
  }

  async #insert({ group, caller, call, noticeAt }: NewMissedCall): Promise<CallbackItem> {
    const created: CallbackDocument = {
      _id: randomUUID(),
      group,
      key: caller.key,
      number: caller.number,
      ...(caller.name !== null && { name: caller.name }),
      live: true,
      state: 'open',
      count: 1,
      firstAt: call.at,
      lastAt: call.at,
      calls: [call],
      channels: [call.channel],
      ...(noticeAt !== undefined && { noticeAt }),
      version: 1,
    };
    await this.model.create([created]);
    return itemOf(created);
  }

  /** Changes items one by one, so that two processes doing this at the same moment never change the same item. */
  async #changeAll(filter: Filter, update: Update): Promise<CallbackChange[]> {
    const found = await this.model.find(filter, UNREAD).lean<CallbackDocument[]>();
    const changes: CallbackChange[] = [];
    for (const document of found) {
      const after = await this.change({ ...filter, _id: document._id }, update);
      if (after !== undefined) changes.push({ before: itemOf(document), after });
    }
    return changes;
  }
}

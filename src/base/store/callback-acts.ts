/** What people do with items of the call-back list. Each act is one atomic update, so of two people exactly one succeeds. */
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import type { CallbackItem } from '../model/callback-item.js';
import { itemOf, type CallbackDocument } from './callback-document.js';
import {
  free,
  NOT_CALLING,
  NOT_ENDED,
  NOT_LIVE,
  NOT_TAKEN,
  noting,
  unused,
  using,
} from './callback-queries.js';
import type {
  Acting,
  Assigning,
  CallbackStore,
  DoneResult,
  Noting,
  ReopenResult,
  TakeResult,
} from './callback-store.js';
import { isDuplicateKey } from './duplicate-key.js';

export type Filter = QueryFilter<CallbackDocument>;
export type Update = UpdateQuery<CallbackDocument>;

/** Fields that no reader needs; in a busy caller's item they are most of the bytes. */
export const UNREAD = { channels: 0, usedLinks: 0 } as const;

type Acts = Pick<
  CallbackStore,
  'take' | 'assign' | 'giveBack' | 'done' | 'reopen' | 'note' | 'calling' | 'calledOff'
>;

export class CallbackActs implements Acts {
  protected readonly model: Model<CallbackDocument>;

  constructor(model: Model<CallbackDocument>) {
    this.model = model;
  }

  async take({ id, who, at, until, link }: Acting & { readonly until: Date }): Promise<TakeResult> {
    const item = await this.change(
      { _id: id, ...free(at), ...unused(link) },
      { $set: { state: 'taken', takenBy: who, takenAt: at, takenUntil: until }, ...using(link) },
    );
    return item === undefined ? this.#whyNot(id, link) : { kind: 'taken', item };
  }

  async assign({ id, to, from, at, until }: Assigning): Promise<TakeResult> {
    const which =
      from === undefined
        ? { live: true as const }
        : { $or: [...free(at).$or, { live: true as const, takenBy: from }] };
    const set = { state: 'taken' as const, takenBy: to, takenAt: at, takenUntil: until };
    const item = await this.change({ _id: id, ...which }, { $set: set });
    return item === undefined ? this.#whyNot(id, undefined) : { kind: 'taken', item };
  }

  giveBack(id: string, who?: string): Promise<CallbackItem | undefined> {
    const has = { _id: id, state: 'taken' as const, ...(who !== undefined && { takenBy: who }) };
    return this.change(has, { $set: { state: 'open' }, $unset: NOT_TAKEN });
  }

  async done({
    id,
    who,
    at,
    note,
    link,
  }: Acting & { readonly note?: string | undefined }): Promise<DoneResult> {
    const noted = note === undefined ? { $set: {}, $push: {} } : noting({ text: note, who, at });
    const item = await this.change(
      { _id: id, live: true, ...unused(link) },
      {
        $set: { ...noted.$set, state: 'done', endedAt: at, endedBy: who },
        $unset: NOT_LIVE,
        $push: { ...noted.$push, ...using(link).$push },
      },
    );
    if (item !== undefined) return { kind: 'done', item };
    const why = await this.#whyNot(id, link);
    if (why.kind === 'unknown') return why;
    return { kind: why.kind === 'used' ? 'used' : 'ended', item: why.item };
  }

  async reopen(id: string): Promise<ReopenResult> {
    try {
      const item = await this.change(
        { _id: id, live: { $exists: false } },
        { $set: { state: 'open', live: true }, $unset: { ...NOT_ENDED, ...NOT_TAKEN } },
      );
      if (item !== undefined) return { kind: 'open', item };
    } catch (error) {
      // The unique index: the caller was missed again meanwhile, and that item is live.
      if (!isDuplicateKey(error)) throw error;
      return { kind: 'newer' };
    }
    const why = await this.#whyNot(id, undefined);
    return why.kind === 'unknown' ? why : { kind: 'live', item: why.item };
  }

  note({ id, ...note }: Noting): Promise<CallbackItem | undefined> {
    return this.change({ _id: id }, noting(note));
  }

  calling({ id, who, at, until }: Acting & { readonly until: Date }): Promise<CallbackItem | undefined> {
    const isFree = [{ callingUntil: { $exists: false } }, { callingUntil: { $lte: at } }, { callingBy: who }];
    const set = { callingBy: who, callingAt: at, callingUntil: until };
    return this.change({ _id: id, live: true, $or: isFree }, { $set: set });
  }

  async calledOff({ id, who, at }: Acting): Promise<void> {
    await this.change({ _id: id, callingBy: who, callingAt: at }, { $unset: NOT_CALLING });
  }

  protected async change(filter: Filter, update: Update): Promise<CallbackItem | undefined> {
    const counted = { ...update, $inc: { ...(update.$inc as object | undefined), version: 1 } };
    const found = await this.model
      .findOneAndUpdate(filter, counted, { returnDocument: 'after', projection: UNREAD })
      .lean<CallbackDocument>();
    return found === null ? undefined : itemOf(found);
  }

  async #whyNot(
    id: string,
    link: string | undefined,
  ): Promise<{ kind: 'unknown' } | { kind: 'has' | 'ended' | 'used'; item: CallbackItem }> {
    const found = await this.model.findById(id).lean<CallbackDocument>();
    if (found === null) return { kind: 'unknown' };
    const item = itemOf(found);
    if (link !== undefined && found.usedLinks?.includes(link) === true) return { kind: 'used', item };
    return { kind: found.live === true ? 'has' : 'ended', item };
  }
}

/** How a call record is stored, and the indexes for the queries. */
import { Schema, type Connection, type Model } from 'mongoose';
import type { CallRecord } from '../model/call-record.js';

const nullable = <T>(type: T) => ({ type, default: null });

const step = new Schema({ at: Date, group: String, text: String, fact: Schema.Types.Mixed }, { _id: false });

const leg = new Schema(
  {
    id: nullable(String),
    group: String,
    stage: nullable(Number),
    who: String,
    userId: nullable(String),
    kind: String,
    to: String,
    startedAt: Date,
    rings: new Schema({ fromSec: Number, untilSec: Number }, { _id: false }),
    rangAt: nullable(Date),
    endedAt: nullable(Date),
    outcome: String,
    cause: nullable(String),
    sipStatus: nullable(Number),
  },
  { _id: false, id: false },
);

const answer = new Schema(
  { who: String, userId: nullable(String), kind: String, to: String, group: String, stage: nullable(Number) },
  { _id: false },
);

const passage = new Schema({ group: String, by: nullable(String), to: nullable(String) }, { _id: false });

const miss = new Schema({ group: String, why: Schema.Types.Mixed, text: String }, { _id: false });

const call = new Schema(
  {
    _id: { type: String, required: true },
    channel: { type: String, required: true },
    group: new Schema({ number: String, name: nullable(String) }, { _id: false }),
    caller: new Schema(
      { withheld: Boolean, number: nullable(String), e164: nullable(String), name: nullable(String) },
      { _id: false },
    ),
    fromOutside: Boolean,
    configurationRevision: Number,
    startedAt: { type: Date, required: true },
    endedAt: nullable(Date),
    answeredAt: nullable(Date),
    answeredBy: nullable(answer),
    waitingSec: nullable(Number),
    talkingSec: nullable(Number),
    outcome: { type: String, required: true },
    hangupCause: nullable(String),
    route: [passage],
    // True if no group took the call; absent otherwise, so that a partial index finds these calls.
    refused: Boolean,
    missed: nullable(miss),
    followUp: nullable(String),
    steps: [step],
    legs: [leg],
    recording: nullable(String),
    controller: String,
    takeovers: Number,
  },
  { collection: 'calls', versionKey: false, autoIndex: false, autoCreate: false },
);

call.index({ startedAt: -1, _id: -1 });
call.index({ 'group.number': 1, startedAt: -1, _id: -1 }, { partialFilterExpression: { refused: true } });
call.index({ outcome: 1, startedAt: -1, _id: -1 });
call.index({ startedAt: 1, _id: 1 }, { partialFilterExpression: { 'missed.group': { $exists: true } } });
call.index({ 'route.group': 1, startedAt: 1, _id: 1 });
call.index({ followUp: 1, startedAt: 1 }, { partialFilterExpression: { followUp: 'pending' } });
// In the order of a page: a caller of 100,000 calls is found without sorting them.
const known = { partialFilterExpression: { 'caller.withheld': false } };
call.index({ 'caller.e164': 1, startedAt: -1, _id: -1 }, known);
call.index({ 'caller.number': 1, startedAt: -1, _id: -1 }, known);
call.index(
  { 'answeredBy.userId': 1, startedAt: -1, _id: -1 },
  { partialFilterExpression: { 'answeredBy.userId': { $exists: true } } },
);
call.index({ outcome: 1, startedAt: 1 }, { partialFilterExpression: { outcome: 'open' } });
call.index({ controller: 1, outcome: 1 }, { partialFilterExpression: { outcome: 'open' } });

call.index({ startedAt: 1, recording: 1 }, { partialFilterExpression: { recording: { $gt: '' } } });
// For the page of recordings: few of many calls, or none, are found without reading the others.
call.index(
  { outcome: 1, startedAt: -1, _id: -1, recording: 1 },
  { partialFilterExpression: { recording: { $gt: '' } } },
);

/** The model of call records on this connection. */
export function callModel(connection: Connection): Model<CallRecord> {
  return connection.model<CallRecord>('Call', call as unknown as Schema<CallRecord>);
}

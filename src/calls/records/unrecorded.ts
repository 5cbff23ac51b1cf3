/** The record of a call that no controller recorded: either none had it, or its controller died at once. Pure. */
import type { InboundCall } from '../../base/model/call.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { Group } from '../../base/model/snapshot.js';
import { beginRecord, withStep } from './build-record.js';

export interface UnrecordedCall {
  /** Of the record. */
  readonly id: string;
  readonly call: InboundCall;
  readonly group: Group | undefined;
  readonly configurationRevision: number;
  /** Who writes the record. */
  readonly controller: string;
  /** When the caller came to the group, milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Whether a controller had begun with it. */
  readonly hadController: boolean;
}

/** Still open: the call's story will provide its end. */
export function unrecorded({ call, group, startedAtMs, hadController, ...more }: UnrecordedCall): CallRecord {
  const begun = beginRecord({ call, group, startedAtMs, takeovers: 0, ...more });
  const route = group === undefined ? [] : [{ group: group.number, by: null, to: null }];
  const record = { ...begun, route };
  return hadController ? record : withStep(record, { kind: 'noController' }, begun.startedAt);
}

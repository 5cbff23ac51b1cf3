/** What came of a change of one part of the configuration. */
import type { Fault } from '../../base/configuration/faults.js';
import type { Place } from '../../base/configuration/take-out.js';
import type { RevisionInfo } from '../../base/store/configurations.js';
import type { ConflictDetails, OthersChange } from './edit-conflict.js';

export interface Part {
  readonly content: unknown;
  readonly etag: string;
  /** The newest revision; it need not be the one that changed this part. */
  readonly revision: RevisionInfo;
}

/** Where a part is used. */
export interface Uses {
  readonly places: readonly Place[];
  /** Of a user: places that name the extension by its number. They hold without the user, too. */
  readonly byNumber: readonly Place[];
  /** Names these places: whoever decides about them says by it which ones were seen. */
  readonly etag: string;
}

export type EditResult =
  | {
      readonly kind: 'saved';
      /** As it is now, with what the schema filled in; undefined: it is gone. */
      readonly content: unknown;
      readonly etag: string;
      readonly warnings: readonly Fault[];
      /** What others changed in this part meanwhile and is kept. */
      readonly others: readonly OthersChange[];
      /** Of a part that was deleted: the places that were decided about. */
      readonly decided: readonly Place[];
      /** Of a user who was deleted: places that still name the extension by its number. */
      readonly stillNamed: readonly Place[];
    }
  | { readonly kind: 'unchanged'; readonly content: unknown; readonly etag: string }
  /** Somebody changed it meanwhile; nothing was saved. `current` undefined: it is gone. */
  | { readonly kind: 'conflict'; readonly current: Part | undefined; readonly details: ConflictDetails }
  /**
   * Paths are those of the part: `stages[0].ringSec`. `merged`: with what others changed meanwhile, which is what has the
   * faults, and the state that it goes on from.
   */
  | {
      readonly kind: 'faulty';
      readonly faults: readonly Fault[];
      readonly merged: { readonly content: unknown; readonly etag: string } | undefined;
    }
  /**
   * Others refer to it, or to what it was called; paths are those of the whole configuration. `uses`: of a part that was
   * to be deleted, where it is used.
   */
  | {
      readonly kind: 'inUse';
      readonly faults: readonly Fault[];
      readonly uses: Uses | undefined;
      /** It is used in other places than those that were decided about. */
      readonly hasNewPlaces: boolean;
    }
  | { readonly kind: 'unknown' };

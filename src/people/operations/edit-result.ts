/** The result of changing one part of the configuration. */
import type { Fault } from '../../base/configuration/faults.js';
import type { Place } from '../../base/configuration/take-out.js';
import type { RevisionInfo } from '../../base/store/configurations.js';
import type { ConflictDetails, OthersChange } from './edit-conflict.js';

export interface Part {
  readonly content: unknown;
  readonly etag: string;
  /** The newest revision; not necessarily the one that changed this part. */
  readonly revision: RevisionInfo;
}

/** Where a part is used. */
export interface Uses {
  readonly places: readonly Place[];
  /** For a user: places that name the extension by its number. They remain valid without the user. */
  readonly byNumber: readonly Place[];
  /** Identifies these places: whoever decides about them returns it to say which ones were shown. */
  readonly etag: string;
}

export type EditResult =
  | {
      readonly kind: 'saved';
      /** The current state, with what the schema filled in; undefined: it is gone. */
      readonly content: unknown;
      readonly etag: string;
      readonly warnings: readonly Fault[];
      /** What others changed in this part meanwhile and is kept. */
      readonly others: readonly OthersChange[];
      /** For a part that was deleted: the places that were decided about. */
      readonly decided: readonly Place[];
      /** For a user who was deleted: places that still name the extension by its number. */
      readonly stillNamed: readonly Place[];
    }
  | { readonly kind: 'unchanged'; readonly content: unknown; readonly etag: string }
  /** Somebody else has changed it; nothing was saved. `current` undefined: it is gone. */
  | { readonly kind: 'conflict'; readonly current: Part | undefined; readonly details: ConflictDetails }
  /**
   * Paths are inside the part: `stages[0].ringSec`. `merged`: if the faults are in the result of a merge with
   * others' changes, that result and the etag of the state to continue from.
   */
  | {
      readonly kind: 'faulty';
      readonly faults: readonly Fault[];
      readonly merged: { readonly content: unknown; readonly etag: string } | undefined;
    }
  /**
   * Others refer to the part, or to its former name; paths are in the whole configuration. `uses`: for a part that
   * was to be deleted, where it is used.
   */
  | {
      readonly kind: 'inUse';
      readonly faults: readonly Fault[];
      readonly uses: Uses | undefined;
      /** It is used in places that were not decided about. */
      readonly hasNewPlaces: boolean;
    }
  | { readonly kind: 'unknown' };

/** What the pages of groups need. */
import type { DateTime } from 'luxon';
import type { MissingNeed } from '../../../base/model/need.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { Stock } from '../../../base/model/stock.js';
import type { AwayDesk } from '../../operations/away.js';
import type { AwayAgain } from '../away/section.js';
import type { PartPagesUse } from '../configuration/part-form-page.js';
import type { Language } from '../language.js';
import type { Visit } from '../pages.js';
import type { SwitchView } from '../switches/outlook.js';

export type GroupParts = PartPagesUse & {
  readonly snapshot: () => Snapshot | undefined;
  readonly now: () => DateTime;
  readonly stock: () => Stock;
  readonly missingOf: (group: string) => readonly MissingNeed[];
  readonly awayDesk: AwayDesk;
};

export type GroupPagesUse = GroupParts & {
  /** How a switch stands now; undefined: not known. */
  readonly stateOf: (lang: Language) => (id: string) => SwitchView | undefined;
  /** The section about who is away; undefined: the group is not known yet. */
  readonly awayOf: (visit: Visit, group: string, again?: AwayAgain) => object | undefined;
};

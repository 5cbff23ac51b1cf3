/** The details column of a call in the list. Pure. */
import { assertNever } from '../../base/errors.js';
import type { Verdict } from '../../base/model/call-class.js';
import type { ReportWords } from '../words/report-words.js';

/** Empty for an answered call: only some groups allow the report to say where and by whom it was answered. */
export function detailOf(verdict: Verdict, texts: ReportWords): string {
  switch (verdict.kind) {
    case 'answered':
      return '';
    case 'missed':
      return texts.missedWhy(verdict.why);
    case 'diverted':
      return texts.divertedTo(verdict);
    case 'other':
      return texts.otherReasons[verdict.reason];
    default:
      return assertNever(verdict);
  }
}

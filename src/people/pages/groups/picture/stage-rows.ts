/** Who of a stage rings when: one row for each phone, with its seconds, and why one would not ring now. Pure. */
import type { RingTime, Target } from '../../../../base/model/call.js';
import type { ExternalNumber, Group, Member, Stage, User } from '../../../../base/model/snapshot.js';
import { numberText } from '../../../../afterwards/mail/number-text.js';
import { waysTo, type Question, type Way } from '../../../../calls/routing/members.js';
import { ringTimeOf } from '../../../../calls/routing/turns.js';
import { notRungText } from '../../../../calls/words/words.js';
import { faultText } from '../../forms/fault-text.js';
import type { Icon } from '../../icons.js';
import { fill, type Language } from '../../language.js';
import { pictureTexts } from '../../../words/words.js';
import { windowsText } from './windows-text.js';

interface Phone {
  readonly kind: 'desk' | 'mobile' | 'outside';
  readonly name: string;
  readonly number: string;
  readonly time: RingTime;
  readonly notes: readonly string[];
}

export interface PhoneRow {
  readonly kind: Phone['kind'];
  readonly drawing: Icon;
  readonly name: string;
  readonly number: string;
  /** `from 5 s to the end`, `the whole stage`: what the bar shows. */
  readonly when: string;
  /** `Mon–Fri 08:00–18:00, must press 1` */
  readonly notes: string;
  /** Why it would not ring now; null: it would. */
  readonly off: string | null;
  /** The bar, in seconds of the stage. */
  readonly x: number;
  readonly width: number;
}

/** A member with its phones. */
export interface MemberRow {
  /** `stages[0].members[1]` */
  readonly path: string;
  readonly name: string;
  readonly phones: readonly PhoneRow[];
}

export function memberRows(
  stage: Stage,
  group: Group,
  index: number,
  question: Question,
  lang: Language,
): readonly MemberRow[] {
  return stage.members.map((member, at) => {
    const phones = phonesOf(member, stage, group, lang);
    const ways = waysTo(member, group, question);
    return {
      path: `stages[${index}].members[${at}]`,
      name: phones[0]?.name ?? nameOf(member),
      phones: phones.map((phone) => rowOf(phone, ways, stage, lang)),
    };
  });
}

function nameOf(member: Member): string {
  return member.kind === 'user' ? member.user.name : '';
}

function phonesOf(member: Member, stage: Stage, group: Group, lang: Language): Phone[] {
  const time = ringTimeOf(member, stage.ringSec);
  switch (member.kind) {
    case 'user':
      return phonesOfUser(member.user, time, group, lang);
    case 'extension':
      return [{ kind: 'desk', name: member.extension, number: member.extension, time, notes: [] }];
    case 'external': {
      const number = shown(member.number);
      const notes = member.confirm ? [pictureTexts[lang].confirm] : [];
      return [{ kind: 'outside', name: member.label ?? number, number, time, notes }];
    }
  }
}

function phonesOfUser(user: User, time: RingTime, group: Group, lang: Language): Phone[] {
  const { name, extension, mobile } = user;
  const t = pictureTexts[lang];
  const desk: Phone[] =
    extension === undefined ? [] : [{ kind: 'desk', name, number: extension, time, notes: [] }];
  if (mobile === undefined || !group.mobiles) return desk;
  // The delay lets the desk phone ring first; without one there is nothing to wait for.
  const delaySec = extension === undefined ? 0 : mobile.delaySec;
  const notes = [windowsText(mobile.windows, lang), ...(mobile.confirm ? [t.confirm] : [])];
  const later = { fromSec: time.fromSec + delaySec, untilSec: time.untilSec };
  return [...desk, { kind: 'mobile', name, number: shown(mobile.number), time: later, notes }];
}

function shown(number: ExternalNumber): string {
  return number.kind === 'allowed' ? numberText(number.e164) : number.given;
}

function rowOf(phone: Phone, ways: readonly Way[], stage: Stage, lang: Language): PhoneRow {
  const { kind, name, number, time, notes } = phone;
  const width = Math.max(0, time.untilSec - time.fromSec);
  return {
    kind,
    drawing: DRAWINGS[kind],
    name,
    number,
    when: whenText(time, stage.ringSec, lang),
    notes: notes.join(', '),
    off: width === 0 ? pictureTexts[lang].tooLate : offText(phone, ways, lang),
    x: Math.min(time.fromSec, stage.ringSec),
    width,
  };
}

function whenText({ fromSec, untilSec }: RingTime, stageSec: number, lang: Language): string {
  const t = pictureTexts[lang];
  const isToTheEnd = untilSec >= stageSec;
  if (fromSec === 0) return isToTheEnd ? t.wholeStage : fill(t.untilSec, { until: untilSec });
  return isToTheEnd ? fill(t.fromSec, { from: fromSec }) : fill(t.span, { from: fromSec, until: untilSec });
}

const DRAWINGS: Readonly<Record<Phone['kind'], Icon>> = {
  desk: 'phone',
  mobile: 'device-mobile',
  outside: 'phone-outgoing',
};

/** What rings where, as the decision names it. */
const WHAT = { desk: 'desk', mobile: 'mobile', outside: 'external' } as const;

function offText({ kind }: Phone, ways: readonly Way[], lang: Language): string | null {
  const way = ways.find((one) =>
    one.kind === 'rings' ? isOf(one.target, kind) : one.skipped.what === WHAT[kind],
  );
  if (way?.kind !== 'skipped') return null;
  const { why } = way.skipped;
  if (why.kind !== 'numberRefused') return notRungText(why, lang);
  const because = faultText({ value: undefined, message: why.because }, lang);
  return notRungText({ ...why, because }, lang);
}

function isOf(target: Target, kind: Phone['kind']): boolean {
  return (target.kind === 'extension' ? 'desk' : target.purpose === 'mobile' ? 'mobile' : 'outside') === kind;
}

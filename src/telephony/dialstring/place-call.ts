/**
 * The command by which FreeSWITCH calls somebody's own phone and then, for that phone, a number: as if it had been dialled
 * there. The house's own dialplan decides how the number is reached and whether it may be. Pure.
 */
import type { Settings } from '../../base/model/settings.js';
import { COMPLETED_ELSEWHERE, gatewayNumber } from './originate.js';
import {
  displayText,
  isUsableContact,
  nameVariable,
  plainToken,
  quotedVariable,
  UnsafeValueError,
  variable,
} from './text.js';
import { RINGBACK_TONES } from './tones.js';

/** Channel variable on the own phone's legs: the id of the call that somebody placed by a click. */
export const PLACED_VARIABLE = 'rufgruppe_placed';

/** One phone of the extension. */
export interface OwnPhone {
  /** The leg's channel uuid. */
  readonly id: string;
  /** As `sofia_contact` lists it. */
  readonly contact: string;
}

export interface PlaceCallOrder {
  readonly id: string;
  readonly extension: string;
  readonly phones: readonly OwnPhone[];
  /** As people of the house dial it: `dialledNumber`, or an extension. */
  readonly number: string;
  /** What the own phone shows: whom it will call. */
  readonly shown: { readonly name: string; readonly number: string };
  /** The dialplan context of the extension. */
  readonly context: string;
  /** How long the own phone rings, in seconds. */
  readonly ringSec: number;
  readonly settings: Pick<Settings, 'domain' | 'country'>;
}

/** An E.164 number as people of the country dial it: `03023125042`, or `0041…` for one abroad. */
export function dialledNumber(e164: string, { country }: Pick<Settings, 'country'>): string {
  return gatewayNumber(e164, { gatewayFormat: 'national', country });
}

/**
 * Returns at once; how it goes is told by the events of the legs. A phone that redirects the call (302) ends its leg. No
 * phone lists a missed call: the call is its owner's own. The answered phone gets the rights and the identity of its user,
 * and hears the country's ringback tone until the other side answers.
 *
 * @throws UnsafeValueError when a value could be read as something else; nothing is called then.
 */
export function placeCallCommand(order: PlaceCallOrder): string {
  const { id, phones, ringSec, shown } = order;
  const name = displayText(shown.name);
  const all = [
    variable('ignore_early_media', true),
    variable('outbound_redirect_fatal', true),
    variable('originate_timeout', ringSec + 1),
    variable(PLACED_VARIABLE, id),
    nameVariable('origination_caller_id_name', name === '' ? shown.number : name),
    variable('origination_caller_id_number', shown.number),
    variable('origination_privacy', 'no'),
    quotedVariable('sip_reason', COMPLETED_ELSEWHERE),
  ];
  const legs = phones.map((phone) => {
    if (!isUsableContact(phone.contact)) throw new UnsafeValueError('the contact of a phone');
    return `[${variable('origination_uuid', phone.id)}]${phone.contact}`;
  });
  if (legs.length === 0) throw new UnsafeValueError('the list of phones');
  return `bgapi originate {${all.join(',')}}${legs.join(',')} '${afterAnswer(order)}' inline`;
}

/** What the answered phone's channel does, one action after another; `|` separates them. */
function afterAnswer({ extension, number, context, settings }: PlaceCallOrder): string {
  if (!/^\+?\d{2,20}$/.test(number)) throw new UnsafeValueError('the number');
  const own = plainToken('the extension', extension);
  const tone = RINGBACK_TONES[settings.country.toLowerCase()] ?? RINGBACK_TONES['de'] ?? '';
  const actions = [
    `set_user:${own}@${plainToken('the domain', settings.domain)}`,
    // Until here it is the number on display, which the other side must not see as its caller.
    `set_profile_var:caller_id_number=${own}`,
    `set_profile_var:caller_id_name=${own}`,
    `set:transfer_ringback=${tone}`,
    `transfer:${number} XML ${plainToken('the context', context)}`,
  ];
  return `m:|:${actions.join('|')}`;
}

/**
 * Alert-Info values by vendor of the desk phone. Sources: snom service wiki "Ringtone - Alert Info"; Yealink
 * administrator's guide, "Distinctive ring tones"; Poly UC Software administrator's guide,
 * `voIpProt.SIP.alertInfo.x.value`; Grandstream GRP2600 and HT81x administration guides, "Alert-Info text";
 * Bellcore cadence names for Cisco.
 */
export const PRESETS = ['snom', 'yealink', 'poly', 'grandstream', 'cisco'] as const;
export type AlertInfoPreset = (typeof PRESETS)[number];

export const SNOM_WORDS = ['internal', 'external', 'group'] as const;

interface Vendor {
  /** How many melodies the phone offers, counted from 1. */
  readonly most: number;
  readonly value: (melody: number) => string;
}

const VENDORS: Readonly<Record<AlertInfoPreset, Vendor>> = {
  snom: { most: 10, value: (melody) => `<http://127.0.0.1/Ringer${melody}>` },
  yealink: { most: 8, value: (melody) => `<http://127.0.0.1>;info=ringtone-${melody}` },
  // Poly compares the header with voIpProt.SIP.alertInfo.x.value, which the administrator sets to this word.
  poly: { most: 17, value: (melody) => `custom${melody}` },
  grandstream: { most: 10, value: (melody) => `<http://127.0.0.1>;info=ring${melody}` },
  cisco: { most: 8, value: (melody) => `<http://127.0.0.1/Bellcore-dr${melody}>` },
};

/** The header value, or undefined when the vendor has no such melody. */
export function alertInfoValue(preset: AlertInfoPreset, melody: number | string): string | undefined {
  if (typeof melody === 'string') {
    const known = preset === 'snom' && SNOM_WORDS.some((word) => word === melody);
    return known ? `<http://www.notused.com>;info=alert-${melody};x-line-id=0` : undefined;
  }
  const vendor = VENDORS[preset];
  return melody >= 1 && melody <= vendor.most ? vendor.value(melody) : undefined;
}

/** How many melodies the vendor's phones offer; they are counted from 1. */
export function melodyCount(preset: AlertInfoPreset): number {
  return VENDORS[preset].most;
}

/** The melodies that an administrator may choose, as the fault's message lists them. */
export function melodiesOf(preset: AlertInfoPreset): string {
  const words = preset === 'snom' ? `${SNOM_WORDS.join(', ')} or ` : '';
  return `${words}1 to ${VENDORS[preset].most}`;
}

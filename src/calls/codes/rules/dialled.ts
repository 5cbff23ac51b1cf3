/** What somebody dialled, read with the codes of the configuration. Pure. */
import type { CodeKey, Settings } from '../../../base/model/settings.js';

/** How a switch is to be, or only asked for. */
export type SwitchWish = 'toggle' | 'on' | 'off' | 'ask';

export type Dialled =
  /** `digits` mean the switch; empty: none were dialled. */
  | { readonly kind: 'switch'; readonly wish: SwitchWish; readonly digits: string }
  /** `number`: a group or an extension; empty: none was dialled. */
  | { readonly kind: 'pickup'; readonly number: string }
  | { readonly kind: 'pickupAny' }
  | { readonly kind: 'callbacks' }
  /** `group`: a number; empty: all groups. `until`: the digits behind the second star; undefined: until back. */
  | {
      readonly kind: 'presence';
      readonly to: 'away' | 'back';
      readonly group: string;
      readonly until?: string;
    }
  | { readonly kind: 'unknown' };

const WISHES = {
  switchToggle: 'toggle',
  switchOn: 'on',
  switchOff: 'off',
  switchAsk: 'ask',
} as const satisfies Partial<Record<CodeKey, SwitchWish>>;

/** No code begins like another one (configuration/code-checks.ts), so at most one fits. */
export function readDialled(dialled: string, codes: Settings['codes']): Dialled {
  for (const [key, code] of Object.entries(codes) as [CodeKey, string | undefined][]) {
    if (code === undefined || !dialled.startsWith(code)) continue;
    return meant(key, dialled.slice(code.length));
  }
  return { kind: 'unknown' };
}

function meant(key: CodeKey, rest: string): Dialled {
  const [, group, until] = /^(\d{0,15})\*(\d{0,15})$/.exec(rest) ?? [];
  if (key === 'away' && group !== undefined && until !== undefined)
    return { kind: 'presence', to: key, group, until };
  if (!/^\d{0,15}$/.test(rest)) return { kind: 'unknown' };
  if (key === 'pickup') return { kind: 'pickup', number: rest };
  if (key === 'pickupAny' || key === 'callbacks') return rest === '' ? { kind: key } : { kind: 'unknown' };
  if (key === 'away' || key === 'back') return { kind: 'presence', to: key, group: rest };
  return { kind: 'switch', wish: WISHES[key], digits: rest };
}

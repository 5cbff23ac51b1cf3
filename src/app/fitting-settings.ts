/** What settings must fit together. Pure. */
import { isLoopback } from '../base/reachable-host.js';

export interface PagesSettings {
  readonly ADMIN_HOST: string;
  readonly ADMIN_TLS_CERT?: string | undefined;
  readonly ADMIN_TLS_KEY?: string | undefined;
  readonly ADMIN_WITHOUT_TLS: 'yes' | 'no';
  readonly NOTICE_WEBHOOK?: string | undefined;
  readonly NOTICE_WEBHOOK_SECRET?: string | undefined;
}

/** Names a setting and what is wrong with it, as `ADMIN_HOST` and `would send …`. */
export interface Misfit {
  readonly name: keyof PagesSettings;
  readonly message: string;
}

/** A certificate needs its key, and pages that others can reach need TLS, or somebody who says twice that they do not. */
export function misfits(settings: PagesSettings): readonly Misfit[] {
  const { ADMIN_HOST, ADMIN_TLS_CERT: certificate, ADMIN_TLS_KEY: key, ADMIN_WITHOUT_TLS } = settings;
  const found: Misfit[] = [];
  if (certificate !== undefined && key === undefined)
    found.push({ name: 'ADMIN_TLS_CERT', message: 'needs ADMIN_TLS_KEY beside it' });
  if (key !== undefined && certificate === undefined)
    found.push({ name: 'ADMIN_TLS_KEY', message: 'needs ADMIN_TLS_CERT beside it' });
  if (settings.NOTICE_WEBHOOK_SECRET !== undefined && settings.NOTICE_WEBHOOK === undefined)
    found.push({ name: 'NOTICE_WEBHOOK_SECRET', message: 'needs NOTICE_WEBHOOK beside it' });
  if (certificate === undefined && ADMIN_WITHOUT_TLS === 'no' && !isLoopback(ADMIN_HOST)) {
    const ways =
      'set ADMIN_TLS_CERT and ADMIN_TLS_KEY, or leave it at 127.0.0.1 behind a proxy with TLS, or say ADMIN_WITHOUT_TLS=yes too';
    found.push({
      name: 'ADMIN_HOST',
      message: `would send passwords and calls readable over the network: ${ways}`,
    });
  }
  return found;
}

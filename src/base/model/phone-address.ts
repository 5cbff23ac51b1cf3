/**
 * Which phone is meant: an extension in a SIP domain. The same number can be two phones in two domains, so whatever compares
 * phones compares addresses; this file writes and reads them. Pure.
 */

/**
 * `1001` in the domain of the settings, `1001@branch.example` in another one. Two are the same phone exactly if they are
 * equal. Records, events and pages contain it in this form.
 */
export type PhoneAddress = string;

/** The SIP domains that a configuration names. */
export interface Domains {
  /** `settings.domain`, as it is written there. */
  readonly home: string;
  /** In lower case, without `home`; empty in most houses. */
  readonly others: ReadonlySet<string>;
}

/** Extension and domain, as FreeSWITCH is asked for them. */
export interface SipUser {
  readonly user: string;
  readonly domain: string;
}

/** @param domain undefined: the house's. */
export function phoneAddress(extension: string, domain: string | undefined, home: string): PhoneAddress {
  const host = domain?.toLowerCase();
  return host === undefined || host === home.toLowerCase() ? extension : `${extension}@${host}`;
}

/** The address of a text that may name a domain, as a configuration does: `1001`, `1001@branch.example`. */
export function readPhoneAddress(text: string, home: string): PhoneAddress {
  const [extension = '', domain] = text.split('@', 2);
  return phoneAddress(extension, domain, home);
}

/** The desk phone of a user as a configuration has it; undefined: there is none. */
export function phoneOfUser(
  { extension, domain }: { readonly extension?: string | undefined; readonly domain?: string | undefined },
  home: string,
): PhoneAddress | undefined {
  return extension === undefined ? undefined : phoneAddress(extension, domain, home);
}

/** `1001`, whatever the domain. */
export function extensionOf(address: PhoneAddress): string {
  return address.split('@', 1)[0] ?? '';
}

export function sipUserOf(address: PhoneAddress, { home }: Pick<Domains, 'home'>): SipUser {
  const [user = '', domain = home] = address.split('@', 2);
  return { user, domain };
}

/** The phone that is meant by a number which somebody dials on another one: it is in the same domain. */
export function dialledFrom(caller: PhoneAddress, number: string): PhoneAddress {
  const [, domain] = caller.split('@', 2);
  return domain === undefined ? number : `${number}@${domain}`;
}

/**
 * The phone that FreeSWITCH means by a user and a host. A configuration that names one domain only never needed FreeSWITCH
 * to say the same one everywhere, so its phones are told apart by their number alone. Once it names another domain, a phone
 * of one that it does not name is none of its phones.
 *
 * @param host undefined or empty: FreeSWITCH does not say; it is the house's.
 */
export function phoneSeen(user: string, host: string | undefined, { home, others }: Domains): PhoneAddress {
  return host === undefined || host === '' || others.size === 0 ? user : phoneAddress(user, host, home);
}

/** What the service says when it takes calls. Pure. */
import { asCalled } from '../base/as-called.js';
import type { Service } from './service.js';

/**
 * @param pages the address of the pages for those who read it
 * @param isThroughNpm whether npm started the service
 */
export function startMessage(
  { firstCall, socketAddress, database }: Pick<Service, 'firstCall' | 'socketAddress' | 'database'>,
  pages: string,
  isThroughNpm: boolean,
): string {
  const { group, phone } = firstCall ?? { group: '700', phone: '1001' };
  const call = asCalled(`call --to ${group} --from 03023125001 --phone ${phone}=answer@4s`, isThroughNpm);
  return [
    '',
    'Rufgruppe is running.',
    `  FreeSWITCH connects to  ${socketAddress}   (dialplan: socket ${socketAddress} full)`,
    `  Pages                   ${pages}`,
    `  Database                ${database}`,
    `  A first call            ${call}`,
    '',
    '',
  ].join('\n');
}

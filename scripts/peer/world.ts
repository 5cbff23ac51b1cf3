/** What an application of a simulated call works with. */
import type { Channel } from './channel.js';
import type { Clock } from './clock.js';
import type { PhoneBook } from './phones.js';

export interface World {
  readonly clock: Clock;
  readonly phones: PhoneBook;
  readonly channel: Channel;
}

/** All endpoints of the interface: one line each resource. */
import type { SiteParts } from '../admin/parts.js';
import { accountEndpoints } from './accounts.js';
import { callEndpoints } from './calls.js';
import { callbackEndpoints } from './callbacks.js';
import { configurationEndpoints } from './configuration.js';
import { houseEndpoints } from './house.js';
import type { Endpoint } from './endpoint.js';
import { ownEndpoints } from './own.js';
import { recordEndpoints } from './records.js';
import { whatIfEndpoints } from './what-if.js';

export function endpoints(parts: SiteParts): readonly Endpoint[] {
  return [
    ...callEndpoints(parts),
    ...callbackEndpoints(parts),
    ...whatIfEndpoints(parts),
    ...configurationEndpoints(parts),
    ...houseEndpoints(parts),
    ...recordEndpoints(parts),
    ...ownEndpoints(parts),
    ...accountEndpoints(parts),
  ];
}

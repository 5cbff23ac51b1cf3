/** All endpoints of the REST interface, one line for each resource. */
import type { SiteParts } from '../http/parts.js';
import { accountEndpoints } from './accounts.js';
import { awayEndpoints } from './away.js';
import { ownAwayEndpoints } from './own-away.js';
import { blockedEndpoints } from './blocked.js';
import { callEndpoints } from './calls.js';
import { callViewEndpoints } from './call-views.js';
import { callbackEndpoints } from './callbacks.js';
import { contactEndpoints } from './contacts.js';
import { configurationEndpoints } from './configuration.js';
import { doctorEndpoints } from './doctor.js';
import { liveEndpoints } from './live.js';
import { logoEndpoints } from './logo.js';
import { mailEndpoints } from './mails.js';
import type { Endpoint } from './endpoint.js';
import { noticeEndpoints } from './notices.js';
import { numberEndpoints } from './numbers.js';
import { ownEndpoints } from './own.js';
import { placeCallEndpoints } from './place-call.js';
import { privacyEndpoints } from './privacy.js';
import { recordEndpoints } from './records.js';
import { revisionEndpoints } from './revisions.js';
import { sessionEndpoints } from './sessions.js';
import { soundEndpoints } from './sounds.js';
import { statusEndpoints } from './status.js';
import { switchStateEndpoints } from './switch-states.js';
import { userImportEndpoints } from './user-import.js';
import { webhookEndpoints } from './webhooks.js';
import { whatIfEndpoints } from './what-if.js';

export function endpoints(parts: SiteParts): readonly Endpoint[] {
  return [
    ...callEndpoints(parts),
    ...callViewEndpoints(parts),
    ...callbackEndpoints(parts),
    ...placeCallEndpoints(parts),
    ...whatIfEndpoints(parts),
    ...blockedEndpoints(parts),
    ...configurationEndpoints(parts),
    ...userImportEndpoints(parts),
    ...revisionEndpoints(parts),
    ...numberEndpoints(parts),
    ...switchStateEndpoints(parts),
    ...awayEndpoints(parts),
    ...liveEndpoints(parts),
    ...mailEndpoints(parts),
    ...webhookEndpoints(parts),
    ...statusEndpoints(parts),
    ...noticeEndpoints(parts),
    ...doctorEndpoints(parts),
    ...recordEndpoints(parts),
    ...soundEndpoints(parts),
    ...logoEndpoints(parts),
    ...contactEndpoints(parts),
    ...privacyEndpoints(parts),
    ...ownEndpoints(parts),
    ...ownAwayEndpoints(parts),
    ...sessionEndpoints(parts),
    ...accountEndpoints(parts),
  ];
}

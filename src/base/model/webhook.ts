/** Webhooks: other systems that are told of events. Plain values. */

/** In the order of forms and documents. */
export const WEBHOOK_EVENTS = [
  'call.missed',
  'callback.taken',
  'callback.done',
  'callback.reopened',
  'switch.turned',
  'warning.begun',
  'warning.over',
] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** What a receiver understands. */
export const WEBHOOK_FORMATS = ['json', 'teams', 'slack', 'matrix'] as const;

export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** One receiver, as it is configured; its secret is kept apart. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly format: WebhookFormat;
  /** json: where it is posted; matrix: the homeserver. Teams and Slack give addresses that are secret as a whole. */
  readonly url: string | undefined;
  /** matrix only. */
  readonly room: string | undefined;
  readonly events: readonly WebhookEventType[];
  /** Only events of these groups; those that concern no group come in any case. Empty: of all. */
  readonly groups: readonly string[];
  /** False: neither numbers nor names of callers are sent. */
  readonly numbers: boolean;
  readonly on: boolean;
}

/** Who called. `number` and `name` are null where `withheld`, and where a receiver gets none. */
export interface EventCaller {
  readonly number: string | null;
  readonly name: string | null;
  readonly withheld: boolean;
}

export interface EventGroup {
  readonly number: string;
  readonly name: string;
}

interface EventData {
  readonly 'call.missed': {
    readonly group: EventGroup;
    readonly caller: EventCaller;
    /** ISO 8601. */
    readonly calledAt: string;
    readonly why: string;
    /** Of the call-back list; null: there is none. */
    readonly callback: string | null;
  };
  readonly 'callback.taken': ItemData;
  readonly 'callback.done': ItemData & {
    /** Why it ended by itself; null: somebody finished it. */
    readonly because: string | null;
  };
  readonly 'callback.reopened': ItemData;
  readonly 'switch.turned': {
    readonly switch: { readonly id: string; readonly name: string };
    readonly on: boolean;
    /** ISO 8601; null: until somebody changes it, or its schedule does. */
    readonly until: string | null;
    /** Null: its schedule, the end of an override, or a changed configuration. */
    readonly who: string | null;
  };
  readonly 'warning.begun': WarningData;
  readonly 'warning.over': WarningData;
  readonly 'webhook.test': { readonly who: string };
}

interface ItemData {
  readonly callback: string;
  readonly group: EventGroup;
  readonly caller: EventCaller;
  /** Who did it; null: nobody here, the caller got through. */
  readonly who: string | null;
  /** Missed calls in it. */
  readonly calls: number;
}

interface WarningData {
  readonly problem: string;
  /** Which one of a kind; empty where there is only one. */
  readonly about: string;
  /** ISO 8601. */
  readonly since: string;
  readonly text: string;
  readonly remedy: string;
}

export type EventType = keyof EventData;

/** Something that happened. */
export type WebhookEvent = {
  [Type in EventType]: {
    /** The same on every controller and at every attempt. */
    readonly id: string;
    readonly type: Type;
    readonly at: Date;
    readonly data: EventData[Type];
  };
}[EventType];

/** One event on its way to one receiver. */
export type Delivery = WebhookEvent & { readonly webhook: string };

/** The group that the event concerns; undefined: it concerns none. */
export function groupOfEvent({ data }: WebhookEvent): string | undefined {
  return 'group' in data ? data.group.number : undefined;
}

/** The codes that one person's phone may dial, for the own page and the interface. Pure. */
import type { CodeKey, TalkCodeKey } from '../../base/model/settings.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { groupsOf, mayPickUp, mayUseSwitch } from '../../calls/codes/rules/rights.js';

export interface OwnCode {
  /** What the code does. */
  readonly what: CodeKey | TalkCodeKey;
  /** What is dialled. Behind `pickup` this is any group or extension: see `about`. */
  readonly dial: string;
  /** Name of the switch or the group; undefined: the code is about all own groups. */
  readonly about: string | undefined;
}

const SWITCH_CODES = ['switchToggle', 'switchOn', 'switchOff', 'switchAsk'] as const;

/** First what is about calls, then switch by switch. Empty for a phone that may nothing. */
export function ownCodes(extension: string, snapshot: Snapshot): readonly OwnCode[] {
  return [
    ...callCodes(extension, snapshot),
    ...talkCodes(extension, snapshot),
    ...switchCodes(extension, snapshot),
  ];
}

function callCodes(extension: string, snapshot: Snapshot): readonly OwnCode[] {
  const { pickup, pickupAny, callbacks, away, back } = snapshot.settings.codes;
  const groups = [...snapshot.groups.values()].filter((group) => mayPickUp(extension, group));
  const isMember = groupsOf(extension, snapshot).length > 0;
  return [
    ...(pickupAny !== undefined && groups.length > 0
      ? [{ what: 'pickupAny', dial: pickupAny, about: undefined } as const]
      : []),
    ...(pickup === undefined ? [] : groups).map(({ number, name }) => ({
      what: 'pickup' as const,
      dial: `${pickup ?? ''}${number}`,
      about: name,
    })),
    ...(callbacks !== undefined && isMember
      ? [{ what: 'callbacks', dial: callbacks, about: undefined } as const]
      : []),
    ...(away !== undefined && isMember ? [{ what: 'away', dial: away, about: undefined } as const] : []),
    ...(back !== undefined && isMember ? [{ what: 'back', dial: back, about: undefined } as const] : []),
  ];
}

/** Pressed while talking, in groups that record. */
function talkCodes(extension: string, snapshot: Snapshot): readonly OwnCode[] {
  const { pauseRecording, resumeRecording } = snapshot.settings.talkCodes;
  const groups = groupsOf(extension, snapshot).filter(
    ({ recording, recordingPause }) => recording !== 'never' && recordingPause,
  );
  return groups.flatMap(({ name: about }) => [
    ...(pauseRecording === undefined
      ? []
      : [{ what: 'pauseRecording', dial: pauseRecording, about } as const]),
    ...(resumeRecording === undefined
      ? []
      : [{ what: 'resumeRecording', dial: resumeRecording, about } as const]),
  ]);
}

function switchCodes(extension: string, snapshot: Snapshot): readonly OwnCode[] {
  const { codes } = snapshot.settings;
  return [...snapshot.switches.values()].flatMap((one) => {
    const { code, name } = one;
    if (code === undefined || !mayUseSwitch(extension, one, snapshot)) return [];
    return SWITCH_CODES.flatMap((what) => {
      const dialled = codes[what];
      return dialled === undefined ? [] : [{ what, dial: `${dialled}${code}`, about: name }];
    });
  });
}

/** Keeps looking when the certificates end that FreeSWITCHes show at their ports. */
import type { WatchedCertificate } from '../afterwards/problems/sightings.js';
import { hostOf } from '../people/doctor/checks/dialplan.js';
import { askForCertificates } from '../people/doctor/gather/shown-certificates.js';
import type { EventSource, SwitchApi } from '../telephony/esl/event-source.js';

/** The line of a pino logger that is used here. */
export interface CertificateLog {
  debug(facts: object, message: string): void;
}

export interface CertificateWatchOptions {
  readonly sources: readonly EventSource[];
  readonly log: CertificateLog;
  /** After a connection: its profiles may only be starting. Default one minute. */
  readonly afterMs?: number;
  /** Default one hour. */
  readonly everyMs?: number;
}

export interface CertificateWatch {
  /** What was last seen of each; what was seen once stays while its FreeSWITCH or its port cannot be reached. */
  seen(): readonly WatchedCertificate[];
  stop(): void;
}

const MINUTE_MS = 60_000;

export function watchCertificates(options: CertificateWatchOptions): CertificateWatch {
  const watched = options.sources.map((source) => watchOne(source, options));
  return {
    seen: () => watched.flatMap((one) => one.seen()),
    stop: () => {
      watched.forEach((one) => one.stop());
    },
  };
}

function watchOne(
  source: EventSource,
  { log, afterMs = MINUTE_MS, everyMs = 60 * MINUTE_MS }: CertificateWatchOptions,
): CertificateWatch {
  let known: readonly WatchedCertificate[] = [];
  let timer: NodeJS.Timeout | undefined;
  let current: SwitchApi | undefined;
  const end = (): void => {
    current = undefined;
    clearTimeout(timer);
  };
  const look = async (api: SwitchApi): Promise<void> => {
    const found = await askForCertificates(api, hostOf(source.name));
    known = found.map(({ of, endsAt }) => {
      const name = `${source.name} ${of}`;
      return { of: name, endsAt: endsAt ?? known.find((one) => one.of === name)?.endsAt };
    });
  };
  const lookIn = (ms: number, api: SwitchApi): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      look(api)
        .catch((error: unknown) =>
          log.debug({ err: error, freeswitch: source.name }, 'the certificates were not seen'),
        )
        .finally(() => {
          if (current === api) lookIn(everyMs, api);
        });
    }, ms).unref();
  };
  const endings = [
    source.onState(({ kind }) => {
      if (kind !== 'connected') end();
    }),
    source.onConnected((api) => {
      current = api;
      lookIn(afterMs, api);
    }),
  ];
  return {
    seen: () => known,
    stop: () => {
      endings.forEach((forget) => forget());
      end();
    },
  };
}

/** The doctor of the running service: it asks the database and the configuration that calls use. */
import { mailWayOf, openTransport } from '../afterwards/mail/open-transport.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Store } from '../base/store/connection.js';
import type { EslServer } from '../telephony/esl/server.js';
import { startDoctor, type Doctor } from '../people/doctor/doctor.js';
import type { Config } from './config.js';
import type { OpenDatabase } from './database.js';

export interface DoctorParts {
  readonly store: Store;
  readonly snapshots: SnapshotProvider;
  readonly database: OpenDatabase;
  readonly esl: EslServer;
}

export function doctorOf(config: Config, { store, snapshots, database, esl }: DoctorParts): Doctor {
  const way = mailWayOf(config.mail, config.dataFolder);
  return startDoctor({
    // The port that was bound: the settings may leave the choice to the system.
    settings: { ...config, esl: { host: esl.address, port: esl.port, allow: config.esl.allow } },
    recordingsFolder: config.recordingsFolder,
    database: async () => {
      const snapshot = snapshots.known();
      const configuration =
        snapshot === undefined ? ({ kind: 'none' } as const) : ({ kind: 'known', snapshot } as const);
      const { place } = database;
      try {
        await store.configurations.head();
        return { database: { place, state: 'reached', reason: '' }, configuration };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { database: { place, state: 'away', reason }, configuration };
      }
    },
    mail: {
      server: way.kind === 'server' ? way.host : undefined,
      folder: way.kind === 'folder' ? way.folder : config.dataFolder,
      open: () => openTransport(config.mail, config.dataFolder),
    },
    certificateFiles: config.admin.tls === undefined ? [] : [config.admin.tls.certificate],
    isService: true,
    now: () => new Date(),
  });
}

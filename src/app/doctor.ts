/** What the doctor looks at: for the running service, and for the command beside it. */
import { mailWayOf, openTransport } from '../afterwards/mail/open-transport.js';
import { reasonOf } from '../base/errors.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Store } from '../base/store/connection.js';
import type { EslServer } from '../telephony/esl/server.js';
import { startDoctor, type Doctor } from '../people/doctor/doctor.js';
import type { DoctorSetup } from '../people/doctor/setup.js';
import type { Config } from './config.js';
import type { OpenDatabase } from './database.js';

export interface DoctorParts {
  readonly store: Store;
  readonly snapshots: SnapshotProvider;
  readonly database: OpenDatabase;
  readonly esl: EslServer;
}

/** The doctor of the running service: it asks the database and the configuration that calls use. */
export function doctorOf(config: Config, { store, snapshots, database, esl }: DoctorParts): Doctor {
  // The port that was bound: the settings may leave the choice to the system.
  const bound = { ...config, esl: { ...config.esl, host: esl.address, port: esl.port } };
  const { place } = database;
  return startDoctor(
    doctorSetup(bound, {
      isService: true,
      database: async () => {
        const snapshot = snapshots.known();
        const configuration =
          snapshot === undefined ? ({ kind: 'none' } as const) : ({ kind: 'known', snapshot } as const);
        try {
          await store.configurations.head();
          const lastBackup = await store.backups.last();
          return { database: { place, state: 'reached', reason: '' }, configuration, lastBackup };
        } catch (error) {
          const database = { place, state: 'away' as const, reason: reasonOf(error) };
          return { database, configuration, lastBackup: 'unknown' };
        }
      },
    }),
  );
}

/** @param own what the service and the command know each in its own way */
export function doctorSetup(config: Config, own: Pick<DoctorSetup, 'isService' | 'database'>): DoctorSetup {
  const way = mailWayOf(config.mail, config.dataFolder);
  return {
    ...own,
    settings: config,
    recordingsFolder: config.recordingsFolder,
    mail: {
      server: way.kind === 'server' ? way.host : undefined,
      folder: way.kind === 'folder' ? way.folder : config.dataFolder,
      open: () => openTransport(config.mail, config.dataFolder),
    },
    backupFolder: config.backup.folder,
    certificateFiles: config.admin.tls === undefined ? [] : [config.admin.tls.certificate],
    now: () => new Date(),
  };
}

/** The packaged database as a program by itself, over TCP: stands for the MongoDB server of another machine. */
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';

const server = await startEmbeddedMongo({ folder: process.argv[2] ?? '', transport: 'tcp' });
process.send?.(server.uriFor('rufgruppe'));
process.once('disconnect', () => void server.close().then(() => process.exit(0)));

/**
 * Inserts a document that is already encoded. The driver would encode it in one go, which would block the event loop
 * and delay calls. Its insert accepts encoded documents, but only from its own bulk writes. So this copies the driver's
 * `insertOne` (7.8, `Collection.insertOne`) and passes the bytes in; retries, sessions and errors are the same.
 */
import { createRequire } from 'node:module';
import type { Connection } from 'mongoose';

interface InsertOperation {
  serializedOperations?: readonly Uint8Array[];
}

const require = createRequire(import.meta.url);
const { InsertOneOperation } = require('mongodb/lib/operations/insert.js') as {
  InsertOneOperation: new (collection: object, document: object, options: object) => InsertOperation;
};
const { executeOperation } = require('mongodb/lib/operations/execute_operation.js') as {
  executeOperation: (client: object, operation: InsertOperation) => Promise<unknown>;
};
const { resolveOptions } = require('mongodb/lib/utils.js') as {
  resolveOptions: (collection: object, options: object) => object;
};

/**
 * @param bytes the document of this `_id` in BSON
 *
 * Errors: those of `insertOne`.
 */
export async function insertBytes(
  connection: Connection,
  name: string,
  _id: number,
  bytes: Uint8Array,
): Promise<void> {
  const client = connection.getClient();
  const collection = client.db(connection.name).collection(name);
  const operation = new InsertOneOperation(collection, { _id }, resolveOptions(collection, {}));
  operation.serializedOperations = [bytes];
  await executeOperation(client, operation);
}

/**
 * Ends the process of a test file a moment after its last test, whatever it left open: Agenda waits up to 15 s for jobs
 * that have ended. `--import` it. Node's own `--test-force-exit` (20.20) ends the process before the results of the last
 * tests are read, so that they are missing in the report.
 */
import { after } from 'node:test';

/** Results are read in much less. */
const READ_MS = 1_000;

// Only in the process of one file: the one that runs them all ends when it has written its report.
if (process.env['NODE_TEST_CONTEXT'] !== undefined)
  after(() => {
    setTimeout(() => process.exit(), READ_MS).unref();
  });

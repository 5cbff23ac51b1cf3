/** Turns YAML text into plain values, or into its syntax faults with line and column. Pure. */
import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Fault } from './faults.js';

/** A revision is one database document, and a document can hold 16 MB. */
const MAX_BYTES = 12_000_000;
const MAX_ALIASES = 50;

export type YamlResult = { readonly value: unknown } | { readonly faults: readonly Fault[] };

function whole(message: string): YamlResult {
  return { faults: [{ path: '', value: undefined, message }] };
}

/** Reads one YAML 1.2 document (JSON is valid too). Never throws. */
export function readYaml(given: string | Uint8Array): YamlResult {
  if (given.length > MAX_BYTES) return whole(`the file is larger than ${MAX_BYTES} bytes`);
  let text: string;
  try {
    text = typeof given === 'string' ? given : new TextDecoder('utf-8', { fatal: true }).decode(given);
  } catch {
    return whole('the file is not UTF-8; save it with that encoding');
  }
  try {
    return parsed(text);
  } catch (error) {
    // The parser is recursive; it refuses aliases that would multiply the size of the file.
    return whole(
      error instanceof RangeError ? 'the file is nested too deeply' : `cannot be read: ${String(error)}`,
    );
  }
}

function parsed(text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    return {
      faults: problems.map((problem) => {
        const { line, col } = lines.linePos(problem.pos[0]);
        return { path: `line ${line}, column ${col}`, value: undefined, message: problem.message };
      }),
    };
  }
  keepDigits(document);
  return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
}

/**
 * YAML reads 0123 as 123, +49301234567 as 49301234567 and 00 as 0. A number that would not be written back
 * unchanged is read as text, so that no digit of an extension or a phone number is lost.
 */
function keepDigits(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'number') return;
      if (node.source !== undefined && node.source !== String(node.value)) node.value = node.source;
    },
  });
}

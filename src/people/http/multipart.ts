/** Reads a form with files (multipart/form-data, RFC 7578) that has arrived as a whole. Pure. */

export interface UploadedFile {
  /** Without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface MultipartForm {
  /** Text fields by name; of two with one name the last counts. Has no prototype. */
  readonly fields: Readonly<Record<string, string>>;
  /** Files that were chosen; a file field left empty has none. */
  readonly files: readonly UploadedFile[];
}

const MOST_PARTS = 2_000;
const MOST_HEADER_BYTES = 4_096;
const HEADER_END = '\r\n\r\n';

/** Undefined: it is no such form, or is cut off. Nothing is copied: bytes are views of `body`. */
export function readMultipart(body: Buffer, contentType: string): MultipartForm | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const fields = Object.create(null) as Record<string, string>;
  const files: UploadedFile[] = [];
  const first = `--${boundary}`;
  if (!body.subarray(0, first.length).equals(Buffer.from(first))) return undefined;
  let at = first.length;
  for (let count = 0; count <= MOST_PARTS; count += 1) {
    if (body.subarray(at, at + 2).toString('latin1') === '--') return { fields, files };
    const part = partAt(body, at, `\r\n--${boundary}`);
    if (part === undefined) return undefined;
    if (part.fileName === undefined) fields[part.name] = part.bytes.toString('utf8');
    else if (part.fileName !== '') files.push({ name: baseName(part.fileName), bytes: part.bytes });
    at = part.next;
  }
  return undefined;
}

interface Part {
  readonly name: string;
  /** Undefined: it is a text field. */
  readonly fileName: string | undefined;
  readonly bytes: Buffer;
  /** Behind the boundary that ends it. */
  readonly next: number;
}

function partAt(body: Buffer, at: number, end: string): Part | undefined {
  const head = body.subarray(at, at + MOST_HEADER_BYTES);
  const headEnd = head.indexOf(HEADER_END);
  if (headEnd < 0 || head.subarray(0, 2).toString('latin1') !== '\r\n') return undefined;
  const begin = at + headEnd + HEADER_END.length;
  const finish = body.indexOf(end, begin);
  const disposition = /^content-disposition:\s*form-data(;.*)$/im.exec(
    head.subarray(0, headEnd).toString('utf8'),
  )?.[1];
  const name = parameter(disposition, 'name');
  if (finish < 0 || name === undefined) return undefined;
  return {
    name,
    fileName: parameter(disposition, 'filename'),
    bytes: body.subarray(begin, finish),
    next: finish + end.length,
  };
}

/** Browsers write a quote inside of a value as %22. */
function parameter(disposition: string | undefined, name: string): string | undefined {
  const value = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition ?? '')?.[1];
  return value?.replaceAll('%22', '"').slice(0, 200);
}

function baseName(fileName: string): string {
  return fileName.split(/[\\/]/).at(-1) ?? '';
}

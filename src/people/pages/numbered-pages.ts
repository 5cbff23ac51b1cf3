/** One page of a list that is known as a whole, with links to the pages beside it. Pure. */
import { fill } from './language.js';

interface Numbered {
  /** How many entries a page has. */
  readonly size: number;
  /** What the visitor asked for; anything that is no page of this list is the nearest one, or the first. */
  readonly asked: string | undefined;
  /** `Page {page} of {pages}`. */
  readonly text: string;
  readonly path: (page: number) => string;
}

export function numberedPage<T>(all: readonly T[], { size, asked, text, path }: Numbered) {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked ?? '1')) || 1));
  return {
    shown: all.slice((page - 1) * size, page * size),
    paging: {
      text: pages === 1 ? null : fill(text, { page, pages }),
      before: page > 1 ? path(page - 1) : null,
      after: page < pages ? path(page + 1) : null,
    },
  };
}

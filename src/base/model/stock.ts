/** What FreeSWITCHes have that a configuration can name; shown as suggestions where such a name is typed. */
export interface Stock {
  /** As a configuration names them: relative to the sounds folder, without the folder of a sample rate. */
  readonly sounds: readonly string[];
  /** Addresses of users of the directory; each has a voicemail box of the same number. */
  readonly extensions: readonly string[];
  /** Streams of mod_local_stream. */
  readonly music: readonly string[];
  /** Of all SIP profiles. */
  readonly gateways: readonly string[];
}

export const NO_STOCK: Stock = { sounds: [], extensions: [], music: [], gateways: [] };

/** Everything that at least one of them has, sorted. */
export function allStock(stocks: readonly Stock[]): Stock {
  const all = (of: (stock: Stock) => readonly string[]) => [...new Set(stocks.flatMap(of))].toSorted();
  return {
    sounds: all(({ sounds }) => sounds),
    extensions: all(({ extensions }) => extensions),
    music: all(({ music }) => music),
    gateways: all(({ gateways }) => gateways),
  };
}

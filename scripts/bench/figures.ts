/** The shape of docs/benchmarks.json, one entry for each benchmark that notes its figures. */
import type { Noted } from './results.js';

export interface CallFigures {
  readonly perSec: number;
  /** Connection to `bridge`, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time a call, milliseconds. */
  readonly cpuMs: number;
}

export interface LoadFigures {
  readonly loads: readonly {
    readonly parallel: number;
    readonly bare: CallFigures;
    readonly service: CallFigures;
    /** With 10,000 users. */
    readonly large: CallFigures;
  }[];
}

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface LoopSide {
  readonly bridge: { readonly p50: number; readonly p99: number };
  readonly late: Spread;
  readonly held: Spread;
  readonly pauses: { readonly longestMs: number };
}

export interface LoopFigures {
  readonly calls: number;
  readonly streams: number;
  readonly mostPerSec: number;
  readonly perSec: number;
  readonly alone: LoopSide;
  readonly all: LoopSide;
  /** How many processors each kept busy beside everything else. */
  readonly processors: { readonly service: number; readonly callers: number; readonly readers: number };
}

export interface HeldFigures {
  readonly calls: number;
  readonly heldKb: number;
  readonly keptMb: number;
}

export interface SoakFigures {
  readonly calls: number;
  readonly keptBytes: number;
  readonly looks: readonly {
    readonly calls: number;
    readonly perSec: number;
    readonly heapMb: number;
    readonly externalMb: number;
    readonly rssMb: number;
    readonly files: number;
  }[];
}

export interface SippFigures {
  readonly all: readonly {
    readonly way: string;
    readonly parallel: number;
    readonly perSec: number;
    readonly freeswitchMs: number;
    readonly serviceMs: number;
  }[];
}

/** Milliseconds after the request. */
export interface PaintFigures {
  readonly fcp: number;
  readonly lcp: number;
  /** How far things moved that were there: cumulative layout shift, no unit. */
  readonly cls: number;
}

export interface PageFigures {
  readonly calls: number;
  readonly pages: readonly {
    readonly path: string;
    /** From the request to the last byte, milliseconds. */
    readonly p50: number;
    readonly p99: number;
    readonly firstKb: number;
    readonly laterKb: number;
    readonly desk: PaintFigures;
    readonly phone: PaintFigures;
  }[];
}

export interface AllFigures {
  readonly load?: Noted<LoadFigures>;
  readonly loop?: Noted<LoopFigures>;
  readonly held?: Noted<HeldFigures>;
  readonly soak?: Noted<SoakFigures>;
  readonly sipp?: Noted<SippFigures>;
  readonly pages?: Noted<PageFigures>;
}

import { type Length, parseLength } from '../backtest/length.js';

/** Flags of `clv drift`, as commander gives them. */
export interface DriftFlags {
  readonly model?: string;
  readonly window?: string;
  readonly mix?: readonly string[];
}

/** The same, resolved. */
export interface DriftOptions {
  /** Id or its beginning; null = the model in use. */
  readonly model: string | null;
  readonly window: Length;
  /** Attributes whose mix is compared; null = those with few values. */
  readonly mixes: readonly string[] | null;
}

export function driftOptions({ model, window, mix }: DriftFlags): DriftOptions {
  return { model: model ?? null, window: parseLength(window ?? '13w', '--window'), mixes: mix ?? null };
}

import type { Chain, Proposal } from '../../models/bayes/chains.js';
import type { ChainTask } from '../../models/bayes/mcmc.js';

/** What a thread is started with. */
export interface ThreadTask {
  readonly task: ChainTask<unknown>;
  /** Numbers of its chains. */
  readonly chains: readonly number[];
}

/** What a thread is told once all chains are warm. */
export interface GoOn {
  readonly learned: Proposal;
}

export interface ThreadFailure {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Of an error for the user. */
  readonly code?: string;
  readonly exitCode?: number;
}

/** What a thread says: draws made since it last spoke, the warm-up and the kept draws of its chains, or why it can't. */
export type ThreadWord =
  | { readonly made: number }
  | { readonly warm: readonly (readonly Float64Array[])[] }
  | { readonly kept: readonly Chain[] }
  | { readonly failure: ThreadFailure };

import fc from 'fast-check';

/** Properties are drawn from one seed, so that a red run is red again; FAST_CHECK_SEED tries another. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20220501) });

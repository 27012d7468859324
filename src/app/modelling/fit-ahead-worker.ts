import { parentPort, workerData } from 'node:worker_threads';
import type { AheadFits, AheadTask } from './fit-ahead.js';
import { fitNamed, type NamedFit } from './fit-named.js';
import { fitSpends } from './fit-spend.js';

/** A thread that fits what `fitAhead` asks for. */
const { data, options, priors } = workerData as AheadTask;
const threads = { threads: 1, signal: new AbortController().signal, fraction: () => {} };
const fits: NamedFit[] = [];
for (const name of options.models) fits.push(await fitNamed(name, data, options, priors[name], threads));
const spend = options.models.length > 1 ? null : await fitSpends(data, options, priors, threads);
parentPort!.postMessage({ fits, spend } satisfies AheadFits);

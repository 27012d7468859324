import type { RunContext } from '../../src/app/context.js';
import { silentProgress } from '../../src/common/progress.js';
import { realProcesses } from '../real-processes.js';

/** The outside world of a use-case, as quiet as can be. */
export function testContext(command: string, onStage: (text: string) => void = () => {}): RunContext {
  return {
    command,
    version: '0.0.0',
    progress: { ...silentProgress, stage: onStage },
    signal: new AbortController().signal,
    stdin: null,
    processes: realProcesses,
    atExit: new Set(),
  };
}

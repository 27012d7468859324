import type { Processes } from '../src/store/processes.js';

/**
 * The processes of this machine as they are: a test that takes the others for dead would sweep away what runs beside it
 * have in the temporary folder.
 */
export const realProcesses: Processes = {
  pid: process.pid,
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};

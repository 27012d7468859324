// Writes what a process used (wall, CPU, peak memory) to the file that BENCH_USAGE names, when it leaves.
import { writeFileSync } from 'node:fs';

const started = process.hrtime.bigint();
process.on('exit', () => {
  const usage = process.resourceUsage();
  writeFileSync(
    process.env.BENCH_USAGE,
    JSON.stringify({
      wall: Number(process.hrtime.bigint() - started) / 1e9,
      cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakMegabytes: usage.maxRSS / 1024,
    }),
  );
});

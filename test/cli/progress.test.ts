import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createProgress } from '../../src/cli/progress.js';
import { testStreams } from './in-process.js';

function streams(isTTY: boolean) {
  const { streams: all, err } = testStreams();
  if (isTTY)
    Object.assign(all.err.stream, {
      isTTY: true,
      columns: 80,
      cursorTo() {},
      clearLine() {},
      moveCursor() {},
    });
  return {
    streams: {
      ...all,
      err: { ...all.err, isTTY, stream: all.err.stream, write: all.err.write.bind(all.err) },
    },
    err,
  };
}

describe('progress', () => {
  it('is silent where nobody looks, unless asked for', async () => {
    for (const [options, expected] of [
      [{ quiet: false, verbose: false }, ''],
      [{ quiet: true, verbose: true }, ''],
      [{ quiet: false, verbose: true }, 'clv: reading\n'],
    ] as const) {
      const { streams: all, err } = streams(false);
      const progress = createProgress(all, options);
      progress.stage('reading');
      progress.fraction(0.5);
      progress.stop();
      await sleep(1);
      expect(err()).toBe(expected);
    }
  });

  it('says a stage once that is named again, as by one who waits', async () => {
    for (const log of ['text', 'json'] as const) {
      const { streams: all, err } = streams(false);
      const progress = createProgress(all, { quiet: false, verbose: true, log });
      for (const stage of ['waiting', 'waiting', 'reading', 'waiting']) progress.stage(stage);
      await sleep(1);
      expect(err().match(/waiting|reading/g)).toEqual(['waiting', 'reading', 'waiting']);
    }
  });

  it('draws nothing for short work, and nothing once it was stopped', async () => {
    const { streams: all, err } = streams(true);
    const progress = createProgress(all, { quiet: false, verbose: false });
    progress.stage('reading');
    progress.stop();
    progress.stage('too late');
    progress.fraction(1);
    await sleep(400);
    expect(err()).toBe('');
  });

  it('draws the stage and the share done on a terminal', async () => {
    const { streams: all, err } = streams(true);
    const progress = createProgress(all, { quiet: false, verbose: false });
    progress.stage('reading');
    progress.fraction(0.256);
    await vi.waitFor(() => expect(err()).toContain('reading 25 %'), 20_000);
    progress.stage('merging');
    progress.fraction(2);
    await vi.waitFor(() => expect(err()).toContain('merging 100 %'), 20_000);
    progress.stop();
  });
});

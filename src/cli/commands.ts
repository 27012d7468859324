import type { Command } from 'commander';
import { auditCommand } from './audit.js';
import { backtestCommand } from './backtest.js';
import { checkCommand } from './check.js';
import { configCommand } from './config.js';
import type { CliContext } from './context.js';
import { driftCommand } from './drift.js';
import { fitCommand } from './fit.js';
import { initCommand } from './init.js';
import { loadCommand } from './load.js';
import { martCommand } from './mart.js';
import { modelsCommand } from './models.js';
import { privacyCommand } from './privacy.js';
import { quarantineCommand } from './quarantine.js';
import { runCommand } from './run-all.js';
import { runsCommand } from './runs.js';
import { scoreCommand } from './score.js';
import { synthCommand } from './synth.js';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly ((context: CliContext) => Command)[] = [
  initCommand,
  checkCommand,
  auditCommand,
  loadCommand,
  quarantineCommand,
  martCommand,
  fitCommand,
  scoreCommand,
  backtestCommand,
  driftCommand,
  modelsCommand,
  runCommand,
  runsCommand,
  privacyCommand,
  synthCommand,
  configCommand,
];

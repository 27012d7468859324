import type { Command } from 'commander';
import { configCommand } from './config.js';
import type { CliContext } from './context.js';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly ((context: CliContext) => Command)[] = [configCommand];

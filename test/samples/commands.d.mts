export function sampleCommands(): string[][];

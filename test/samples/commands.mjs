import { readFileSync } from 'node:fs';

const README = new URL('../../samples/README.md', import.meta.url);

/** The commands of samples/README.md, each as its arguments without `clv`. */
export function sampleCommands() {
  const block = /```sh\n(.*?)```/s.exec(readFileSync(README, 'utf8'))[1];
  return block
    .trim()
    .split('\n')
    .map((line) => line.split(' ').slice(1));
}

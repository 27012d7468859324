import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KEY_NAMES, KEYS } from '../../../src/app/config/keys.js';
import { configJsonSchema } from '../../../src/app/config/schema.js';

const published = new URL('../../../src/app/config/clv.config.schema.json', import.meta.url);

it('publishes the schema that the program checks by', () => {
  const made = configJsonSchema();
  const committed: unknown = JSON.parse(readFileSync(published, 'utf8'));
  if (JSON.stringify(committed) !== JSON.stringify(made)) {
    writeFileSync(new URL('clv.config.schema.json.changed.txt', published), JSON.stringify(made, null, 2));
  }
  expect(JSON.stringify(committed)).toBe(JSON.stringify(made));
});

it('describes exactly the settings that may stand in a config, each in a sentence', () => {
  const properties = configJsonSchema().properties as Record<string, { description?: string }>;
  const expected = KEY_NAMES.filter((name) => KEYS[name].config);
  expect(Object.keys(properties).sort()).toEqual(['$schema', ...expected].sort());
  for (const [name, { description }] of Object.entries(properties)) {
    expect(description, name).toMatch(/[.}]$/);
  }
});

import { z } from 'zod';
import { RESULT_SCHEMA_ID } from '../../src/report/json.js';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const id = z.string().min(1);

const column = z.strictObject({
  id,
  title: z.string(),
  type: z
    .enum(['money', 'count', 'share', 'number', 'date', 'text', 'boolean'])
    .describe('money: decimal string in major units; share: 0 to 1; date: YYYY-MM-DD; missing: null'),
  unit: z
    .string()
    .optional()
    .describe('unit of the values where the type does not say it; of money the ISO 4217 code'),
  digits: z
    .int()
    .min(0)
    .optional()
    .describe('digits after the point in text output (of the percentage for a share)'),
  bar: z.boolean().optional(),
  wide: z.boolean().optional(),
  words: z
    .record(z.string(), z.string())
    .optional()
    .describe('words for people in place of the codes of a text column'),
  types: z
    .strictObject({ by: id, of: z.record(z.string(), z.enum(['count', 'share'])) })
    .optional()
    .describe('types of single rows in a column of mixed units, by the value of another column'),
});

const table = z.strictObject({
  id,
  title: z.string(),
  section: z.string(),
  description: z.string().optional(),
  layout: z.enum(['table', 'record']).optional(),
  terminalRows: z.int().min(0).optional(),
  wide: z.boolean().optional(),
  columns: z.array(column),
  rows: z.array(z.record(z.string(), cell)).describe('each row holds every column of the table by its id'),
});

const figure = z.strictObject({
  id,
  title: z.string(),
  kind: z.enum(['bar', 'line', 'stacked-bar', 'heatmap', 'waterfall', 'histogram', 'scatter']),
  table: id.describe('id of the table that it draws'),
  x: id,
  xEnd: id.optional(),
  y: z.array(id),
  series: id.optional(),
  where: z.record(z.string(), cell).optional(),
  without: z.record(z.string(), cell).optional(),
  xLabel: z.string(),
  yLabel: z.string(),
  alternative: z.string(),
  marks: z.array(z.strictObject({ label: z.string(), at: z.number() })).optional(),
  interval: z.strictObject({ low: id, high: id }).optional(),
  intervals: z.record(id, z.strictObject({ low: id, high: id })).optional(),
  totals: z.array(cell).optional(),
  minus: z.array(id).optional().describe('columns of y that are drawn below zero'),
});

const note = z.strictObject({ code: z.string(), text: z.string() });

const lineage = z.strictObject({
  files: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      bytes: z.int().min(0),
      sha256: z.string(),
      rows: z.int().min(0),
    }),
  ),
  rowsRead: z.int().min(0),
  rowsUsed: z.int().min(0),
  rowsQuarantined: z.int().min(0),
  rowsIgnored: z.record(z.string(), z.int().min(0)),
  asOf: z.string().nullable(),
  configDigest: z.string(),
});

/** The result as `--format json` prints it; `src/report/result.schema.json` is derived from it. */
export const resultSchema = z
  .strictObject({
    $schema: z.literal(RESULT_SCHEMA_ID),
    schemaVersion: z.literal(1),
    tool: z.literal('clv'),
    version: z.string(),
    command: z.string(),
    headline: z.string(),
    settings: z.record(z.string(), cell),
    lineage,
    notes: z.array(note),
    warnings: z.array(note),
    answers: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
    identities: z.array(
      z.strictObject({
        id,
        title: z.string(),
        left: z.string(),
        right: z.string(),
        tolerance: z.string(),
        holds: z.boolean(),
      }),
    ),
    tables: z.array(table),
    figures: z.array(figure),
  })
  .meta({ title: 'Result of a clv command' });

export function publishedSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema, { io: 'output' });
  return `${JSON.stringify({ $schema, $id: RESULT_SCHEMA_ID, ...schema }, null, 2)}\n`;
}

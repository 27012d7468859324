import { z } from 'zod';

const paths = z.union([z.string(), z.array(z.string())]);
const text = z.string().nullable();
const share = z.union([z.number(), z.string()]);
const size = z.string();
const range = z.union([z.number(), z.tuple([z.number().nullable(), z.number().nullable()])]);

const segment = z.strictObject({
  name: z.string(),
  recency: range.optional().describe('Recency scores from 1 (long ago) to 5.'),
  frequency: range.optional().describe('Frequency scores from 1 to 5.'),
  monetary: range.optional().describe('Monetary scores from 1 to 5.'),
  orders: range.optional().describe('Orders as counted.'),
  recencyDays: range.optional().describe('Days since the last order.'),
});

const gates = z.strictObject({
  certificate: z.boolean().optional().describe('The optimum is certified.'),
  coverage: share.nullable().optional().describe('Largest difference of observed and claimed coverage.'),
  baseline: z.boolean().optional().describe('Log-score and RMSE are not worse than the best baseline.'),
  arpe: share.nullable().optional().describe('Largest error of the sum of purchases held out.'),
  gini: share.nullable().optional().describe('Least Gini coefficient of the order of customers.'),
});

const figure = z.union([z.number(), z.string()]);

const fit = z.strictObject({
  model: z
    .string()
    .optional()
    .describe('auto, bgnbd, mbgnbd, paretonbd, nbd, mbgcnbd, bgbb or cohort-factor.'),
  method: z.enum(['ml', 'map', 'mcmc']).optional().describe('How parameters are found.'),
  spendHistory: z.enum(['repeat', 'all']).optional().describe('Purchases that the spend model reads.'),
  occasion: z.enum(['day', 'order']).optional().describe('What a purchase is.'),
  timeUnit: z.enum(['day', 'week']).optional().describe('Unit of the parameters.'),
  opportunity: z.enum(['month']).optional().describe('What bgbb counts.'),
  by: z.string().optional().describe('Attribute whose values get models of their own.'),
  grid: z.enum(['week']).optional().describe('Merge histories to whole weeks.'),
  bootstrap: figure.optional().describe('Refits to resampled customers.'),
  draws: figure.optional().describe('Kept draws of a chain of mcmc.'),
  seed: figure.optional().describe('Seed of the starts.'),
});

const score = z.strictObject({
  out: z.string().optional().describe('File of the rows, .csv or .parquet, relative to this file.'),
  model: z.string().optional().describe('A model of clv models list; the one in use when absent.'),
  horizon: z.string().optional().describe('How far to look: 12m, 39w, 365d or 2y.'),
  annualRate: z.string().optional().describe('Yearly discount rate: "10%".'),
  interval: z.string().optional().describe('Share of the outcomes between low and high: "80%".'),
  meanInterval: z.boolean().optional().describe('The expected purchases get an interval of their own.'),
  minDays: figure.optional().describe('Younger customers lean on those who came in their month.'),
  cac: figure.optional().describe('What it costs to win a customer, in the currency.'),
  returns: z.enum(['own', 'base']).optional().describe('Whose share of spend given back.'),
  rollup: z.string().optional().describe('Attribute by which values are summed.'),
  top: figure.optional().describe('Customers to show.'),
});

/**
 * Shape of `clv.config.json`: names and JSON types. What the values mean is judged by the same parsers as
 * flags and environment. The published JSON Schema is made from this.
 */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe('Where the JSON Schema of this file is, for editors.'),

    orders: paths.describe('Files or globs with orders or order lines, relative to this file.'),
    customers: paths.describe('Files or globs with customers.'),
    products: paths.describe('Files or globs with products.'),

    columns: z
      .record(z.string(), z.string())
      .describe('Column of your files for each role: {"order_ts": "Invoice Date"}.'),
    dateFormat: text.describe('Form of the dates, such as %d/%m/%Y %H:%M.'),
    decimalComma: z.boolean().describe('Commas are decimal points: 12,50.'),
    thousands: text.describe('Character between thousands, such as "." or "space".'),
    encoding: text.describe('Encoding of text files; detected when absent.'),
    delimiter: text.describe('Character between CSV fields, or "tab"; detected when absent.'),
    timeZone: z.string().describe('IANA time zone that decides days: Europe/Berlin.'),
    currency: text.describe('Three-letter code of the currency of the amounts.'),
    rates: z
      .union([z.string(), z.record(z.string(), z.union([z.number(), z.string()]))])
      .describe('Units of the currency for one of another, {"USD": 0.92}, or a file with currency,rate.'),
    cancelPrefix: text.describe('Order ids that start with this are returns.'),
    orderCollisions: z
      .enum(['quarantine', 'split'])
      .describe('What to do with an order id that stands under two customers.'),
    onOverlap: z
      .enum(['replace', 'error', 'append'])
      .describe('What clv load does with an order that it has loaded before.'),
    maxQuarantine: share.describe('Share of rows or money that may be refused: 0.05 or "5%".'),
    maxMissingCustomer: share.nullable().describe('Share of rows or money that may lack a customer.'),
    maxLine: size.describe('Longest line: "2MB".'),
    attributes: z
      .union([z.literal('all'), z.array(z.string())])
      .describe('Other columns to keep as attributes of orders.'),

    asOf: text.describe('Last day of observation, YYYY-MM-DD.'),
    period: text.describe('Period of the reports: 2019, 2019-Q4, 2019-11, 2019-W07 or last.'),
    from: text.describe('First day of the period, inclusive.'),
    to: text.describe('Last day of the period, inclusive.'),
    granularity: z.enum(['week', 'month', 'quarter', 'year']).nullable().describe('Length of periods.'),
    fiscalYearStart: z
      .union([z.number(), z.string()])
      .describe('Month in which the fiscal year starts: 4 or "april".'),
    by: text.describe('Attribute that splits the reports.'),
    attributesAsOf: z
      .string()
      .describe('Which attributes of customers count: now, then (when each was acquired) or a day.'),
    metric: z.enum(['profit', 'spend']).nullable().describe('What value means.'),

    zeroValue: z.enum(['keep', 'drop']).describe('What to do with orders of no value.'),
    margin: share.nullable().describe('Share of spend that is profit where nothing better is known.'),
    categoryMargins: z.record(z.string(), share).describe('The same by category: {"Books": 0.35}.'),
    rfmSegments: z
      .array(segment)
      .nullable()
      .describe('Named RFM segments, tried in order; the first whose ranges all hold.'),

    segmentBy: text.describe('Attribute by which margins and discount rates of scores differ.'),
    segmentMargins: z.record(z.string(), share).describe('Margins by its values: {"web": 0.35}.'),
    segmentRates: z.record(z.string(), share).describe('Yearly discount rates by its values: {"web": 0.12}.'),
    coldStart: z
      .strictObject({ by: z.array(z.string()).describe('One to three attributes.') })
      .describe(
        'Whom young customers lean on (--min-days): who came in the same month, with the same values.',
      ),
    returnCost: z.union([z.number(), z.string()]).describe('What one return costs, in the currency.'),
    priors: z
      .record(z.string(), z.record(z.string(), z.strictObject({ mean: z.number(), sd: z.number() })))
      .describe('Priors of map and mcmc: {"bgnbd": {"log r": {"mean": 0, "sd": 1}}}.'),
    gates: gates.describe('What a fit must show to be put into use; null asks for nothing.'),
    fit: fit.describe('Options of clv fit and of the fit of clv run; flags beat them.'),
    score: score.describe('Options of clv score and of the scores of clv run; flags beat them.'),
    ifOlderThan: text.describe('clv run fits when the model in use ends so long before the data: "7d".'),
    ifDrift: z.boolean().describe('clv run fits when the data have moved away from the model in use.'),

    memoryLimit: size.describe('Memory that the process aims at: "1GB".'),
    threads: z.number().nullable().describe('Threads of the engine; one per core when absent.'),
    timeout: text.describe('Stop any run after this long: "10m".'),
    wait: z.string().describe('How long to wait for another run on the workspace: "10m".'),
    checks: z.boolean().describe('Check the relations after each build.'),
    pseudonymKey: text.describe(
      'File with the key of a workspace whose ids are pseudonyms, outside of the workspace.',
    ),
    consent: text.describe(
      'Consent that customers of row-level output have given, such as marketing_consent; none when absent.',
    ),
    minCell: z.number().int().nullable().describe('Groups of fewer customers are not shown in reports.'),
    tempDirectory: text.describe('Folder for temporary files.'),
    workspace: text.describe('Folder of the workspace, relative to this file; .clv when absent.'),
  })
  .partial()
  .describe('Settings of clv. Flags beat the environment, which beats this file, which beats the defaults.');

/** The published JSON Schema, draft 2020-12. */
export function configJsonSchema(): Record<string, unknown> {
  return { title: 'clv.config.json', ...z.toJSONSchema(configSchema) };
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clv, emptyFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

const HIDDEN = 'HIDDEN-ONE';
const REFUSES = 'REFUSES-MAIL';
const UNASKED = 'NEVER-ASKED';
const SHOWN = 'C001';

/** A workspace with a model, where one customer is hidden, one refuses mail, and one is in no customers file. */
describe('customers who may not be shown', () => {
  const folder = emptyFolder();
  const cwd = folder.path;
  const names: Readonly<Record<string, string>> = { C004: HIDDEN, C006: REFUSES, C008: UNASKED };
  const said = async (...args: string[]) => {
    const { code, out, err } = await clv(args, { cwd });
    expect(code, `${args.join(' ')}\n${err}`).toBe(0);
    return `${out}\n${err}`;
  };
  const filesIn = (name: string) =>
    readdirSync(join(cwd, name))
      .map((file) => readFileSync(join(cwd, name, file), 'utf8'))
      .join('\n');

  beforeAll(async () => {
    const orders = madeUpOrders()
      .join('\n')
      .replaceAll(/C00[468]/g, (id) => names[id]!);
    const ids = [...new Set(orders.split('\n').slice(1))].map((row) => row.split(',')[0]!);
    const customers = [...new Set(ids)]
      .filter((id) => id !== UNASKED)
      .map((id) => `${id},${id === HIDDEN ? 'no' : 'yes'},${id === REFUSES ? 'yes' : 'no'}`);
    writeFileSync(
      join(cwd, 'o.csv'),
      `${orders}\n${HIDDEN},OX,2022-03-03,oops-hidden\n${SHOWN},OY,2022-03-03,oops-shown\n${REFUSES},OZ,2022-03-03,oops-refuses\nUNKNOWN,OZ,2022-03-03,oops-unknown\n`,
    );
    writeFileSync(
      join(cwd, 'c.csv'),
      `customer_id,is_visible,marketing_opt_out\n${customers.join('\n')}\nNEVER-BOUGHT,no,no\n`,
    );
    writeFileSync(
      join(cwd, 'clv.config.json'),
      JSON.stringify({ gates: { coverage: null, baseline: false } }),
    );
    await said('load', 'o.csv', '--customers', 'c.csv');
    await said('fit', '--model', 'bgnbd');
  });
  afterAll(() => folder.remove());

  const hidden = new RegExp(`${HIDDEN}|NEVER-BOUGHT|oops-hidden`);

  it('are in no example of what is refused', async () => {
    for (const files of [[], ['o.csv', '--customers', 'c.csv']]) {
      const text = await said('check', ...files, '--format', 'json');
      expect(text).toContain('oops-shown');
      expect(text).not.toMatch(hidden);
    }
  });

  it('are in no file of scores, in no table of scores, and explained to nobody', async () => {
    for (const out of ['s.csv', '-']) {
      const text = await said('score', '--out', out, '--top', '1000', '--format', 'json');
      const rows = out === '-' ? text : `${text}\n${readFileSync(join(cwd, out), 'utf8')}`;
      expect(rows).toContain(SHOWN);
      expect(rows).not.toMatch(hidden);
    }
    const refused = await clv(['score', '--explain', HIDDEN], { cwd });
    const unknown = await clv(['score', '--explain', 'NOBODY'], { cwd });
    expect(refused.code).toBe(unknown.code);
    expect(refused.err.replaceAll(HIDDEN, '…')).toBe(unknown.err.replaceAll('NOBODY', '…'));
  });

  it('are in no relation shown or exported, the kept scores among them', async () => {
    await said('mart', 'export', '--out', 'all');
    const all = filesIn('all');
    expect(all).toContain(SHOWN);
    expect(all).not.toMatch(hidden);
    for (const relation of ['scores', 'order_lines', 'customers', 'hidden_customers']) {
      const text = await said('mart', 'show', '--relation', relation, '--rows', '1000', '--format', 'json');
      if (relation !== 'hidden_customers') expect(text, relation).toContain(SHOWN);
      expect(text, relation).not.toMatch(hidden);
    }
  });

  it('are in no report, from the workspace or from files', async () => {
    const tables = ['audit', 'rfm', '--customers-table', '--format', 'json'];
    const files = ['--orders', 'o.csv', '--customers', 'c.csv'];
    for (const args of [tables, [...tables, ...files], ['check', '--format', 'json', ...files]]) {
      const text = await said(...args);
      if (args[0] === 'audit') expect(text).toContain(SHOWN);
      // A refused value may be quoted where its file is judged; whose it is, is not.
      expect(text.replaceAll('oops-hidden', ''), args.join(' ')).not.toMatch(hidden);
    }
    for (const args of ['check', 'drift', 'models show', 'runs show', 'privacy report'])
      expect(
        (await said(...args.split(' '), '--format', 'json')).replaceAll('oops-hidden', ''),
        args,
      ).not.toMatch(hidden);
    expect(await said('models', 'card')).not.toMatch(hidden);
    expect(await said('audit', 'all', '--format', 'json', '--html', 'a.html')).not.toMatch(hidden);
    expect(readFileSync(join(cwd, 'a.html'), 'utf8')).not.toMatch(hidden);
    expect(readFileSync(join(cwd, '.clv/runs/runs.jsonl'), 'utf8')).not.toMatch(hidden);
  });

  it('keep their refused rows to the workspace', async () => {
    const list = await said('quarantine', 'list', '--format', 'json');
    expect(list).toContain('oops-shown');
    expect(list).toContain('refused_values_hidden');
    expect(list).not.toMatch(hidden);
    const out = await said('quarantine', 'export', '--out', 'refused');
    expect(out).toContain('1 refused row of customers who may not be shown is not among them');
    expect(filesIn('refused')).toContain('oops-shown');
    expect(filesIn('refused')).not.toMatch(hidden);
    await said('quarantine', 'export');
    expect(filesIn('.clv/quarantine')).toContain('oops-hidden');
  });

  it('are also those without the consent asked for', async () => {
    const without = new RegExp(`${HIDDEN}|${REFUSES}|${UNASKED}`);
    const consent = ['--consent', 'marketing_opt_in'];
    await said('score', '--out', 'consenting.csv', '--top', '1000', ...consent);
    const rows = readFileSync(join(cwd, 'consenting.csv'), 'utf8');
    expect(rows).toContain(SHOWN);
    expect(rows).not.toMatch(without);
    // The way in which the file asks: whoever did not opt out is in.
    await said('score', '--out', 'all.csv', '--consent', 'Marketing Opt-out');
    expect(readFileSync(join(cwd, 'all.csv'), 'utf8')).toBe(rows);
    for (const args of [
      ['audit', 'rfm', '--customers-table', '--format', 'json'],
      ['check', '--format', 'json'],
      ['mart', 'show', '--relation', 'orders', '--rows', '1000', '--format', 'json'],
    ])
      expect(await said(...args, ...consent), args.join(' ')).not.toMatch(without);
    // Of refused rows, too, and of one whom nothing else tells of.
    const refused = /oops-(hidden|refuses|unknown)/;
    const list = await said('quarantine', 'list', '--format', 'json', ...consent);
    expect(list).toContain('oops-shown');
    expect(list).not.toMatch(refused);
    await said('quarantine', 'export', '--out', 'consented', ...consent);
    expect(filesIn('consented')).toContain('oops-shown');
    expect(filesIn('consented')).not.toMatch(refused);
    const plain = await said('mart', 'show', '--relation', 'orders', '--rows', '1000', '--format', 'json');
    for (const id of [REFUSES, UNASKED]) expect(plain).toContain(id);
    const wrong = await clv(['check', '--consent', 'sms_consent'], { cwd });
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.err).toContain('There are: marketing_opt_in.');
    const none = await clv(['check', 'o.csv', '--consent', 'sms_consent'], { cwd });
    expect(none.err).toContain('None speaks of consents');
  });

  it('are explained by their own id to who has the key, where ids are pseudonyms', async () => {
    const key = ['--pseudonym-key', 'clv.key'];
    await said('privacy', 'pseudonymise', ...key);
    const explained = await said('score', '--explain', SHOWN, ...key);
    const [id] = /p_[0-9a-f]{32}/.exec(explained)!;
    expect(explained).not.toContain(SHOWN);
    expect(await said('score', '--explain', id)).toBe(explained);
    for (const args of [[HIDDEN, ...key], [SHOWN]])
      expect((await clv(['score', '--explain', ...args], { cwd })).err).toContain('no customer of that id');
  });
});

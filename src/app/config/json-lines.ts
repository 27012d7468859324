/** A JSON text that does not parse: what is wrong at which character. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
    this.name = 'JsonSyntaxError';
  }
}

export interface JsonWithLines {
  readonly value: unknown;
  /** Line (from 1) of each key and list item by its path, joined with `.`: `columns.order_ts`. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Parses JSON and remembers where each key stands. `JSON.parse` gives no position for half of its errors
 * and takes a key that comes twice without a word.
 */
export function parseJsonWithLines(text: string): JsonWithLines {
  const lines = new Map<string, number>();
  const reader = new Reader(text, lines);
  const value = reader.value('');
  reader.end();
  return { value, lines };
}

/** Line and column, from 1, of a character. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: [...before.at(-1)!].length + 1 };
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly lines: Map<string, number>,
  ) {}

  value(path: string): unknown {
    this.space();
    if (path !== '') this.lines.set(path, position(this.text, this.at).line);
    const character = this.text[this.at];
    if (character === '{') return this.object(path);
    if (character === '[') return this.array(path);
    if (character === '"') return this.string();
    const word = /[^\s,:{}[\]"]+/y;
    word.lastIndex = this.at;
    const token = word.exec(this.text)?.[0];
    if (token === undefined) this.fail(this.found('a value'));
    try {
      const value = JSON.parse(token) as unknown;
      this.at += token.length;
      return value;
    } catch {
      return this.fail(this.found('a value'));
    }
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail(this.found('the end of the file'));
  }

  private object(path: string): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.at++;
    for (this.space(); this.text[this.at] !== '}' || entries.size > 0; this.space()) {
      if (this.text[this.at] !== '"') this.fail(this.found('a key in double quotes'));
      const start = this.at;
      const key = this.string();
      if (entries.has(key)) this.fail(`the key ${JSON.stringify(key)} comes twice`, start);
      const inner = path === '' ? key : `${path}.${key}`;
      const { line } = position(this.text, start);
      this.space();
      if (this.text[this.at] !== ':') this.fail(this.found('a colon after the key'));
      this.at++;
      entries.set(key, this.value(inner));
      this.lines.set(inner, line);
      if (!this.another('}')) return Object.fromEntries(entries);
    }
    this.at++;
    return {};
  }

  private array(path: string): unknown[] {
    const items: unknown[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return items;
    }
    do items.push(this.value(`${path}.${items.length}`));
    while (this.another(']'));
    return items;
  }

  /** After an entry: true past a comma, false past the closing bracket. */
  private another(close: '}' | ']'): boolean {
    this.space();
    const character = this.text[this.at];
    if (character !== ',' && character !== close) this.fail(this.found(`a comma or ${close}`));
    this.at++;
    if (character === close) return false;
    const comma = this.at - 1;
    this.space();
    if (this.text[this.at] === close) this.fail(`there is a comma before ${close}`, comma);
    return true;
  }

  private string(): string {
    const pattern = /"(?:[^"\\\n]|\\.)*"/y;
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.text)?.[0];
    if (token === undefined) this.fail('a text in double quotes does not end on its line');
    try {
      const value = JSON.parse(token) as string;
      this.at += token.length;
      return value;
    } catch {
      return this.fail('a text holds an escape or control character that JSON does not know');
    }
  }

  private space(): void {
    const pattern = /[ \t\r\n]*/y;
    pattern.lastIndex = this.at;
    this.at += pattern.exec(this.text)![0].length;
  }

  private found(expected: string): string {
    const character = this.text[this.at];
    if (character === undefined) return `expected ${expected}, but the file ends`;
    if (character === '/') return 'JSON has no comments';
    if (character === "'") return 'JSON takes double quotes only';
    return `expected ${expected}, found ${JSON.stringify(character)}`;
  }

  private fail(message: string, offset = this.at): never {
    throw new JsonSyntaxError(message, offset);
  }
}

/** One element of a JSON array, its line ends turned into spaces. */
export interface JsonElement {
  readonly text: string;
  readonly tooLong: boolean;
}

/**
 * Splits the text of a JSON array into its elements, chunk by chunk, by brackets and strings alone; whether an
 * element is valid JSON is for others to judge. An array that is cut off ends in an element that isn't.
 */
export class JsonElements {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private parts = '';
  private skipping = false;
  private done = false;

  constructor(private readonly maxLength: number) {}

  *push(chunk: string, last: boolean): Generator<JsonElement> {
    let from = 0;
    for (let at = 0; at < chunk.length && !this.done; at++) {
      const c = chunk.charCodeAt(at);
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (c === BACKSLASH) this.escaped = true;
        else if (c === QUOTE) this.inString = false;
        continue;
      }
      if (c === QUOTE) this.inString = true;
      else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
        this.depth++;
        if (this.depth === 1) from = at + 1;
      } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
        this.depth--;
        if (this.depth === 0) {
          this.keep(chunk.slice(from, at));
          yield* this.element(true);
          this.done = true;
        }
      } else if (c === COMMA && this.depth === 1) {
        this.keep(chunk.slice(from, at));
        yield* this.element(false);
        from = at + 1;
      }
    }
    if (this.done) return;
    if (this.depth > 0) this.keep(chunk.slice(from));
    if (last) yield* this.element(true);
  }

  private keep(text: string): void {
    if (this.skipping) return;
    this.parts += text;
    if (this.parts.length > this.maxLength && this.parts.trim().length > this.maxLength) this.skipping = true;
  }

  private *element(atEnd: boolean): Generator<JsonElement> {
    const text = this.parts.replace(/[\r\n]+/g, ' ').trim();
    const tooLong = this.skipping;
    this.parts = '';
    this.skipping = false;
    if (atEnd && text === '') return;
    yield { text, tooLong };
  }
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

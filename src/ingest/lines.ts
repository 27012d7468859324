/** Lines of any length, without a buffer beyond the limit. */
export class Lines {
  private text = '';
  private skipping = false;

  constructor(private readonly maxLength: number) {}

  *push(chunk: string, last: boolean): Generator<{ text: string; tooLong: boolean }> {
    this.text += chunk;
    let at = 0;
    for (let end = this.text.indexOf('\n'); end >= 0; end = this.text.indexOf('\n', at)) {
      if (!this.skipping) yield this.line(this.text.slice(at, end));
      this.skipping = false;
      at = end + 1;
    }
    this.text = this.text.slice(at);
    if (this.text.length > this.maxLength) {
      if (!this.skipping) yield this.line(this.text);
      this.skipping = true;
      this.text = '';
    }
    if (last && this.text !== '' && !this.skipping) yield this.line(this.text);
  }

  private line(text: string): { text: string; tooLong: boolean } {
    const tooLong = text.length > this.maxLength;
    return { text: tooLong ? `${text.slice(0, 1000)}…` : text, tooLong };
  }
}

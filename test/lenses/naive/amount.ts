/** Money in ten-thousandths, for plain loops. */
export function tenThousandths(text: string): bigint {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(text)!;
  const value = BigInt(whole!) * 10_000n + BigInt(part.padEnd(4, '0'));
  return sign === '-' ? -value : value;
}

/** A quotient of ten-thousandths as text with two digits, half away from zero. */
export function twoDigits(part: bigint, whole = 1n): string {
  const negative = part < 0n !== whole < 0n;
  const a = part < 0n ? -part : part;
  const b = (whole < 0n ? -whole : whole) * 100n;
  const cents = (2n * a + b) / (2n * b);
  const text = cents.toString().padStart(3, '0');
  return `${negative && cents > 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** What a cell of the store is in TypeScript: decimals are exact strings, instants ISO strings without a zone (they are UTC). */
export type CellValue = string | number | boolean | null;

/** Turns one row of engine values into plain ones. */
export function decodeRow(names: readonly string[], values: readonly unknown[]): Record<string, CellValue> {
  const row: Record<string, CellValue> = {};
  for (let i = 0; i < names.length; i++) row[names[i]!] = decodeValue(values[i]);
  return row;
}

/**
 * Decodes one engine value. A bigint becomes a number while that is exact, else a decimal string;
 * DECIMAL, DATE and TIMESTAMP values print themselves.
 */
export function decodeValue(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value.toString();
    default: {
      const text = String(value);
      return 'micros' in (value as object) && /^\d{4}-\d\d-\d\d \d/.test(text)
        ? text.replace(' ', 'T')
        : text;
    }
  }
}

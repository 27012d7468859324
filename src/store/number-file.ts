import { open } from 'node:fs/promises';

/** A column of a file; numbers of one kind, none of them null. */
export interface NumberFileColumn {
  readonly name: string;
  readonly values: Int32Array | Float64Array;
}

/** Rows that the engine reads at once: a part for each thread. */
const GROUP_ROWS = 61_440;
const MAGIC = Buffer.from('PAR1');

/**
 * Writes columns of one length as a Parquet file, as plain numbers without compression: what the memory holds, as it
 * is. To append rows to a table costs ten times as much, and waits. NaN stays NaN: it is no null.
 */
export async function writeNumberFile(path: string, columns: readonly NumberFileColumn[]): Promise<void> {
  const rows = columns[0]?.values.length ?? 0;
  const file = await open(path, 'w', 0o600);
  let at = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length; ) from += (await file.write(bytes, from)).bytesWritten;
    at += bytes.length;
  };
  try {
    await write(MAGIC);
    const groups: Thrift[] = [];
    for (let from = 0; from < rows; from += GROUP_ROWS) {
      const to = Math.min(rows, from + GROUP_ROWS);
      const chunks: Thrift[] = [];
      const start = at;
      for (const { name, values } of columns) {
        const part = values.subarray(from, to);
        const offset = at;
        await write(struct(pageHeader(part)));
        await write(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
        chunks.push([
          [2, long(offset)],
          [3, nested(chunkMeta(name, values, to - from, at - offset, offset))],
        ]);
      }
      groups.push([
        [1, list(STRUCT, chunks.map(struct))],
        [2, long(at - start)],
        [3, long(to - from)],
      ]);
    }
    const footer = struct([
      [1, int(1)],
      [2, list(STRUCT, schema(columns).map(struct))],
      [3, long(rows)],
      [4, list(STRUCT, groups.map(struct))],
    ]);
    await write(footer);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    await write(length);
    await write(MAGIC);
  } finally {
    await file.close();
  }
}

/** Numbers of the format: physical types, encodings, repetition. */
const [PHYSICAL_INT32, PHYSICAL_DOUBLE, PLAIN, RLE, REQUIRED, DATA_PAGE, UNCOMPRESSED] = [
  1, 5, 0, 3, 0, 0, 0,
];

function physicalType(values: NumberFileColumn['values']): number {
  return values instanceof Float64Array ? PHYSICAL_DOUBLE : PHYSICAL_INT32;
}

function schema(columns: readonly NumberFileColumn[]): Thrift[] {
  return [
    [
      [4, text('rows')],
      [5, int(columns.length)],
    ],
    ...columns.map(
      ({ name, values }): Thrift => [
        [1, int(physicalType(values))],
        [3, int(REQUIRED)],
        [4, text(name)],
      ],
    ),
  ];
}

function pageHeader(part: NumberFileColumn['values']): Thrift {
  return [
    [1, int(DATA_PAGE)],
    [2, int(part.byteLength)],
    [3, int(part.byteLength)],
    [
      5,
      nested([
        [1, int(part.length)],
        [2, int(PLAIN)],
        [3, int(RLE)],
        [4, int(RLE)],
      ]),
    ],
  ];
}

function chunkMeta(
  name: string,
  values: NumberFileColumn['values'],
  rows: number,
  bytes: number,
  offset: number,
): Thrift {
  return [
    [1, int(physicalType(values))],
    [2, list(INT, [varint(zigzag(PLAIN))])],
    [3, list(TEXT, [text(name).bytes])],
    [4, int(UNCOMPRESSED)],
    [5, long(rows)],
    [6, long(bytes)],
    [7, long(bytes)],
    [9, long(offset)],
  ];
}

/** A struct of Thrift's compact protocol: its fields by ascending number. */
type Thrift = readonly (readonly [id: number, value: ThriftValue])[];

interface ThriftValue {
  readonly type: number;
  readonly bytes: Buffer;
}

const [INT, LONG, TEXT, LIST, STRUCT] = [5, 6, 8, 9, 12];

function struct(fields: Thrift): Buffer {
  let last = 0;
  const parts = fields.map(([id, { type, bytes }]) => {
    const head = Buffer.of(((id - last) << 4) | type);
    last = id;
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([...parts, Buffer.of(0)]);
}

function nested(fields: Thrift): ThriftValue {
  return { type: STRUCT, bytes: struct(fields) };
}

function int(value: number): ThriftValue {
  return { type: INT, bytes: varint(zigzag(value)) };
}

function long(value: number): ThriftValue {
  return { type: LONG, bytes: varint(zigzag(value)) };
}

function text(value: string): ThriftValue {
  const bytes = Buffer.from(value);
  return { type: TEXT, bytes: Buffer.concat([varint(bytes.length), bytes]) };
}

function list(type: number, items: readonly Buffer[]): ThriftValue {
  const size = items.length;
  const head =
    size < 15 ? Buffer.of((size << 4) | type) : Buffer.concat([Buffer.of(0xf0 | type), varint(size)]);
  return { type: LIST, bytes: Buffer.concat([head, ...items]) };
}

/** Numbers here are never negative. */
function zigzag(value: number): number {
  return 2 * value;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.of(...bytes, rest);
    bytes.push((rest % 128) | 128);
  }
}

/** Order lines in columns; numbers only, so that a store takes them without turning each into text. */
export interface LineColumns {
  CUSTOMER: Int32Array;
  /** Number of the order among the customer's, from 1. */
  ORDER: Int32Array;
  /** Number of the line in its order, from 1. */
  LINE: Int16Array;
  /** Days since 1970-01-01, and the second of that day. */
  DAY: Int32Array;
  SECOND: Int32Array;
  PRODUCT: Int16Array;
  /** Units; negative in a return. */
  QUANTITY: Int16Array;
  /** Cents a unit. */
  PRICE: Int32Array;
  COST: Int32Array;
  /** 1 = a return. */
  RETURNED: Uint8Array;
  CHANNEL: Uint8Array;
  DEVICE: Uint8Array;
  PLACE: Uint8Array;
  /** Event whose code was used, from 1; 0 = none. */
  PROMO: Uint8Array;
}

/** Customers with their latent truth. Missing instants have day −1; missing rates are NaN. */
export interface CustomerColumns {
  CUSTOMER: Int32Array;
  ACQUIRED_DAY: Int32Array;
  ACQUIRED_SECOND: Int32Array;
  PLACE: Uint8Array;
  CHANNEL: Uint8Array;
  DEVICE: Uint8Array;
  VISIBLE: Uint8Array;
  CONSENTS: Uint8Array;
  RATE: Float64Array;
  LEAVE_CHANCE: Float64Array;
  LEAVE_RATE: Float64Array;
  LEFT_DAY: Int32Array;
  LEFT_SECOND: Int32Array;
  /** Mean value of an order at list prices, in currency units. */
  SPEND_MEAN: Float64Array;
  /** Orders in the data. */
  ORDERS: Int32Array;
}

export type AnyColumn = Int32Array | Int16Array | Uint8Array | Float64Array;

/** What the generator hands over at a time; the arrays are views that the next chunk writes over. */
export interface Chunk {
  readonly lines: LineColumns;
  readonly customers: CustomerColumns;
}

/** A growing set of columns. */
export class Buffer<C extends { [K in keyof C]: AnyColumn }> {
  count = 0;

  constructor(
    readonly columns: C,
    private capacity: number,
  ) {}

  /** Number of a fresh row; take `columns` after this, it may have moved. */
  next(): number {
    if (this.count === this.capacity) this.grow();
    return this.count++;
  }

  /** The filled part, as views. */
  view(): C {
    const parts = Object.entries<AnyColumn>(this.columns).map(([name, column]) => [
      name,
      column.subarray(0, this.count),
    ]);
    return Object.fromEntries(parts) as C;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    this.capacity *= 2;
    for (const name of Object.keys(this.columns) as (keyof C)[]) {
      const old = this.columns[name];
      const larger = new (old.constructor as new (length: number) => typeof old)(this.capacity);
      larger.set(old);
      this.columns[name] = larger;
    }
  }
}

export function lineBuffer(capacity: number): Buffer<LineColumns> {
  return new Buffer<LineColumns>(
    {
      CUSTOMER: new Int32Array(capacity),
      ORDER: new Int32Array(capacity),
      LINE: new Int16Array(capacity),
      DAY: new Int32Array(capacity),
      SECOND: new Int32Array(capacity),
      PRODUCT: new Int16Array(capacity),
      QUANTITY: new Int16Array(capacity),
      PRICE: new Int32Array(capacity),
      COST: new Int32Array(capacity),
      RETURNED: new Uint8Array(capacity),
      CHANNEL: new Uint8Array(capacity),
      DEVICE: new Uint8Array(capacity),
      PLACE: new Uint8Array(capacity),
      PROMO: new Uint8Array(capacity),
    },
    capacity,
  );
}

export function customerBuffer(capacity: number): Buffer<CustomerColumns> {
  return new Buffer<CustomerColumns>(
    {
      CUSTOMER: new Int32Array(capacity),
      ACQUIRED_DAY: new Int32Array(capacity),
      ACQUIRED_SECOND: new Int32Array(capacity),
      PLACE: new Uint8Array(capacity),
      CHANNEL: new Uint8Array(capacity),
      DEVICE: new Uint8Array(capacity),
      VISIBLE: new Uint8Array(capacity),
      CONSENTS: new Uint8Array(capacity),
      RATE: new Float64Array(capacity),
      LEAVE_CHANCE: new Float64Array(capacity),
      LEAVE_RATE: new Float64Array(capacity),
      LEFT_DAY: new Int32Array(capacity),
      LEFT_SECOND: new Int32Array(capacity),
      SPEND_MEAN: new Float64Array(capacity),
      ORDERS: new Int32Array(capacity),
    },
    capacity,
  );
}

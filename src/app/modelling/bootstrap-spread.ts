/** What refits to resampled customers say of a parameter. */
export interface BootstrapSpread {
  /** Null with fewer than two refits, or where some of them run to a limit. */
  readonly standardError: number | null;
  /** 2.5 % and 97.5 % of the refits; null where that lies at a limit. */
  readonly low: number | null;
  readonly high: number | null;
  /** Refits that run to a limit. */
  readonly atLimit: number;
}

/** A refit this many times above or below the estimate has left for a limit, where the likelihood is flat and its size says nothing. */
const FAR = 1000;

/** The spread of a positive parameter over refits, whose squares mean nothing once one of them runs away. */
export function bootstrapSpread(values: readonly number[], estimate: number): BootstrapSpread {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const isFar = (value: number) => value > FAR * estimate || value < estimate / FAR;
  const atLimit = sorted.filter(isFar).length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const square = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (share: number): number | null => {
    if (n === 0) return null;
    const place = share * (n - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    if (isFar(below) || isFar(above)) return null;
    return below + (place - Math.floor(place)) * (above - below);
  };
  return {
    standardError: n < 2 || atLimit > 0 ? null : Math.sqrt(square / (n - 1)),
    low: at(0.025),
    high: at(0.975),
    atLimit,
  };
}

import type { History } from './history.js';

/** What a place in the year (0 = the first period of year 0 of the grid) does to activity and to its worth. */
export interface Season {
  /** Factor on the active customers of a place who were acquired earlier. */
  activity(place: number): number;
  /** Factor on the value per active customer. */
  worth(place: number): number;
}

const FLAT: Season = { activity: () => 1, worth: () => 1 };

/** Rounds of the fit of ages and places to each other; it settles within a few. */
const ROUNDS = 50;

interface Cell {
  readonly age: number;
  readonly place: number;
  readonly exposure: number;
  readonly seen: number;
}

/**
 * Seasons of the last three years, from two tables of age by place in the year: active customers per member, value per
 * active customer. Each is fitted by its margins (the maximum of a Poisson likelihood, as the chain ladder is), with one
 * customer at no season added to each place. Flat where no season can be told.
 */
export function seasonOf(history: History, origin: number): Season {
  const { perYear } = history;
  if (perYear === 1 || !canTellSeason(history, origin)) return FLAT;
  const cells = cohortCells(history, origin);
  const activity = placeFactors(
    cells
      .filter(({ age }) => age > 0)
      .map(({ size, active, ...at }) => ({ ...at, exposure: size, seen: active })),
    perYear,
  );
  const worth = placeFactors(
    cells.map(({ active, value, ...at }) => ({ ...at, exposure: active, seen: value })),
    perYear,
  );
  return { activity: (place) => activity[place]!, worth: (place) => worth[place]! };
}

/**
 * Two years and a period: nobody of the first period was acquired before it, so that only then each place has been seen
 * twice with earlier customers. Weeks are too small.
 */
export function canTellSeason({ perYear, first }: History, origin: number): boolean {
  return perYear <= 12 && origin - first >= 2 * perYear;
}

/** Place of a period in its year. */
export function placeIn(period: number, perYear: number): number {
  return ((period % perYear) + perYear) % perYear;
}

function cohortCells(history: History, origin: number) {
  const { perYear, first } = history;
  const from = Math.max(first, origin - 3 * perYear + 1);
  return history.starts.flatMap((start) => {
    if (start === null || start > origin) return [];
    const size = history.active(start, start);
    return Array.from({ length: origin - Math.max(from, start) + 1 }, (_, i) => {
      const period = Math.max(from, start) + i;
      return {
        age: period - start,
        place: placeIn(period, perYear),
        size,
        active: history.active(start, period),
        value: history.value(start, period),
      };
    });
  });
}

/** Factors with mean 1, one a place; all 1 where the table holds no positive fit (losses, nobody active). */
function placeFactors(cells: readonly Cell[], perYear: number): readonly number[] {
  const flat = Array.from({ length: perYear }, () => 1);
  const ages = 1 + Math.max(0, ...cells.map(({ age }) => age));
  const exposed = sum(cells, ({ exposure }) => exposure);
  const usual = exposed > 0 ? sum(cells, ({ seen }) => seen) / exposed : 0;
  if (usual <= 0) return flat;
  let places: readonly number[] = flat;
  for (let round = 0; round < ROUNDS; round++) {
    const byAge = ratios(ages, cells, (cell) => [cell.age, cell.seen, cell.exposure * places[cell.place]!]);
    const byPlace = ratios(
      perYear,
      cells,
      (cell) => [cell.place, cell.seen, cell.exposure * byAge[cell.age]!],
      usual,
    );
    const mean = sum(byPlace, (factor) => factor) / perYear;
    const next = byPlace.map((factor) => factor / mean);
    if (next.some((factor) => !(factor > 0) || !Number.isFinite(factor))) return flat;
    places = next;
  }
  return places;
}

/** Σ seen / Σ expected by class, each with `prior` added to both; 1 where both are 0. */
function ratios(
  classes: number,
  cells: readonly Cell[],
  part: (cell: Cell) => readonly [index: number, seen: number, expected: number],
  prior = 0,
): readonly number[] {
  const seen = new Float64Array(classes).fill(prior);
  const expected = new Float64Array(classes).fill(prior);
  for (const cell of cells) {
    const [index, count, usual] = part(cell);
    seen[index]! += count;
    expected[index]! += usual;
  }
  return [...seen].map((count, index) => (expected[index]! === 0 ? 1 : count / expected[index]!));
}

function sum<T>(list: readonly T[], pick: (entry: T) => number): number {
  return list.reduce((total, entry) => total + pick(entry), 0);
}

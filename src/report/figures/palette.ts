export type Theme = 'light' | 'dark';

/** Colours by role. No two roles of a palette share a colour, so that a page can swap each role for a variable. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  /** Up to six series; told apart by people with colour-blindness, 3 : 1 against the paper. */
  readonly series: readonly string[];
  /** More than six series, in order (cohorts): from old to new. */
  readonly ramp: readonly string[];
  /** Steps of a heat map, least to most, and the ink that is readable on each. */
  readonly heat: readonly string[];
  readonly heatInk: readonly string[];
  readonly up: string;
  readonly down: string;
  readonly total: string;
}

export function paletteOf(theme: Theme): Palette {
  return theme === 'light' ? LIGHT : DARK;
}

/** Colour of a series among `count`; where there are more than colours, neighbours share one. */
export function seriesColor(palette: Palette, index: number, count: number): string {
  if (count <= palette.series.length) return palette.series[index]!;
  const { ramp } = palette;
  return ramp[Math.round((index * (ramp.length - 1)) / (count - 1))]!;
}

/** Each colour of a palette under the name of its role: `series-0`, `heat-ink-2`. */
export function rolesOf(palette: Palette): readonly (readonly [role: string, color: string])[] {
  return Object.entries(palette).flatMap(([key, value]) => {
    const role = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (typeof value === 'string') return [[role, value] as const];
    return (value as readonly string[]).map((color, index) => [`${role}-${index}`, color] as const);
  });
}

const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#1b1f24',
  quiet: '#57606a',
  line: '#d5dae0',
  series: ['#0072b2', '#d55e00', '#00805d', '#b3528b', '#8a6a00', '#5b5ea6'],
  ramp: between(['#00224e', '#4a5a78', '#8c8570', '#c9a94a'], 12),
  heat: ['#e7f0f8', '#b9d4ea', '#7fb1d8', '#2e72ab', '#10508a'],
  heatInk: ['#1b1f25', '#1b1f26', '#1b1f27', '#fffffe', '#fffffd'],
  up: '#00805c',
  down: '#d55e01',
  total: '#4a5563',
};

const DARK: Palette = {
  paper: '#15191e',
  ink: '#e8ebef',
  quiet: '#a5afba',
  line: '#3a424c',
  series: ['#56b4e9', '#f0a33a', '#35c49b', '#e59ac5', '#e3d34a', '#a9adf5'],
  ramp: between(['#4d78c4', '#8a97a8', '#b8ad84', '#fee26a'], 12),
  heat: ['#1e2a38', '#26466a', '#2f6a9f', '#56a0d3', '#a9d6f5'],
  heatInk: ['#e8ebee', '#e8ebed', '#ffffff', '#10151a', '#10151b'],
  up: '#35c49a',
  down: '#f0a33b',
  total: '#8f9aa8',
};

/** `count` colours at equal steps along a line through the given ones. */
function between(stops: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const place = (index * (stops.length - 1)) / (count - 1);
    const from = channels(stops[Math.floor(place)]!);
    const to = channels(stops[Math.ceil(place)]!);
    const mixed = from.map((value, i) => Math.round(value + (to[i]! - value) * (place % 1)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  });
}

function channels(hex: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

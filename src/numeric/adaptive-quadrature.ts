/**
 * Integral of a smooth function over [points[0], points[last]] by adaptive bisection with the Gauss-Kronrod 7-15 pair
 * (Kronrod 1965; nodes as printed in QUADPACK). The points between are first cuts: name there what would be
 * missed (a narrow peak, a kink). Panels are halved, the worst first, until the summed |K15 - G7| is below
 * `relative` * |integral|; that estimate is pessimistic by many orders for smooth functions. The result of an integrand
 * that never settles is the best one after `maxPanels`.
 */
export function integrate(
  f: (x: number) => number,
  points: readonly number[],
  relative = 1e-11,
  maxPanels = 400,
): number {
  const panels: Panel[] = [];
  for (let i = 1; i < points.length; i++) {
    if (points[i]! > points[i - 1]!) panels.push(panel(f, points[i - 1]!, points[i]!));
  }
  for (;;) {
    let total = 0;
    let error = 0;
    let worst = 0;
    for (let i = 0; i < panels.length; i++) {
      total += panels[i]!.value;
      error += panels[i]!.error;
      if (panels[i]!.error > panels[worst]!.error) worst = i;
    }
    if (error <= relative * Math.abs(total) || panels.length >= maxPanels || panels.length === 0)
      return total;
    const { from, to } = panels[worst]!;
    const middle = 0.5 * (from + to);
    panels[worst] = panel(f, from, middle);
    panels.push(panel(f, middle, to));
  }
}

interface Panel {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

function panel(f: (x: number) => number, from: number, to: number): Panel {
  const centre = 0.5 * (from + to);
  const half = 0.5 * (to - from);
  const middle = f(centre);
  let kronrod = KRONROD[7]! * middle;
  let gauss = GAUSS[3]! * middle;
  for (let i = 0; i < 7; i++) {
    const both = f(centre - half * NODES[i]!) + f(centre + half * NODES[i]!);
    kronrod += KRONROD[i]! * both;
    if (i % 2 === 1) gauss += GAUSS[(i - 1) / 2]! * both;
  }
  return { from, to, value: half * kronrod, error: Math.abs(half * (kronrod - gauss)) };
}

const NODES: readonly number[] = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848,
];

const KRONROD: readonly number[] = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];

const GAUSS: readonly number[] = [
  0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694,
];

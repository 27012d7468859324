/**
 * Names in an order that agrees with every group they occur in: a cohort that appears late stands after those before it
 * and before what follows it there. Between names that no group compares, and where groups contradict each other, the
 * first to appear comes first.
 */
export function mergedOrder<Name>(entries: readonly (readonly [name: Name, group: unknown])[]): Name[] {
  const after = new Map<Name, Set<Name>>();
  const waiting = new Map<Name, number>();
  const lastOf = new Map<unknown, Name>();
  for (const [name, group] of entries) {
    if (!after.has(name)) {
      after.set(name, new Set());
      waiting.set(name, 0);
    }
    const before = lastOf.get(group);
    lastOf.set(group, name);
    if (before === undefined || before === name || after.get(before)!.has(name)) continue;
    after.get(before)!.add(name);
    waiting.set(name, waiting.get(name)! + 1);
  }
  const order: Name[] = [];
  const left = new Set(after.keys());
  while (left.size > 0) {
    const next = [...left].find((name) => waiting.get(name) === 0) ?? [...left][0]!;
    left.delete(next);
    order.push(next);
    for (const name of after.get(next)!) waiting.set(name, waiting.get(name)! - 1);
  }
  return order;
}

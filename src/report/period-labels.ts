/** Days that are all first of a month or year, named by it. */
export function periodLabels(labels: readonly string[]): readonly string[] {
  if (labels.length < 2) return labels;
  if (labels.every((label) => label.endsWith('-01-01'))) return labels.map((label) => label.slice(0, 4));
  return labels.every((label) => /^\d{4}-\d\d-01$/.test(label))
    ? labels.map((label) => label.slice(0, 7))
    : labels;
}

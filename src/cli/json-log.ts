/** A line of `--log json`: when, how bad, what, and its fields. */
export function jsonLine(
  level: 'info' | 'error',
  event: 'stage' | 'message' | 'run' | 'error',
  fields: Readonly<Record<string, unknown>>,
): string {
  return `${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`;
}

/** A share as people write it, with the digits that it has: 80 %, 99.5 %. */
export function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(5))} %`;
}

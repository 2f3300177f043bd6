const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds. Each divides the next, so that buckets of one width can be merged into the next width. */
const WIDTHS: readonly number[] = [
  100,
  500,
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  28 * DAY,
  364 * DAY,
  36_400 * DAY,
]

/** As many bars as fit the narrowest pane and can still be distinguished and clicked. */
export const BARS_MAX = 120

/** The narrowest width with which the time from `first` to `last`, inclusive, takes at most `BARS_MAX` buckets. */
export function bucketWidth(first: number, last: number): number {
  const fits = (width: number) => (bucketStart(last, width) - bucketStart(first, width)) / width < BARS_MAX
  return WIDTHS.find(fits) ?? WIDTHS.at(-1)!
}

/** The start of the bucket that contains `at`: a multiple of the width since 1970, UTC. */
export function bucketStart(at: number, width: number): number {
  return Math.floor(at / width) * width
}

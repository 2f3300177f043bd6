/** As many of the first rows as have at most `bytesMax` together, and at least one row. */
export function upToBytes<R extends { bytes: number }>(rows: readonly R[], bytesMax: number): readonly R[] {
  let bytes = 0
  const over = rows.findIndex((row) => {
    bytes += row.bytes
    return bytes > bytesMax
  })
  return over < 0 ? rows : rows.slice(0, Math.max(1, over))
}

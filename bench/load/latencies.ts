/** The value below which `percent` of the sorted values are. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Merges latency tables, which have a value for each tenth of a percent, according to their weights. */
export function mergeLatencies(tables: readonly { latencies: readonly number[]; weight: number }[]): readonly number[] {
  if (tables.length === 1) return tables[0]!.latencies
  const points = tables.flatMap(({ latencies, weight }) => latencies.map((ms) => ({ ms, weight: weight / latencies.length })))
  points.sort((a, b) => a.ms - b.ms)
  const total = points.reduce((sum, { weight }) => sum + weight, 0)
  const merged: number[] = []
  let passed = 0
  for (const { ms, weight } of points) {
    passed += weight
    while (merged.length < 999 && passed >= (total * (merged.length + 1)) / 1000) merged.push(ms)
  }
  return merged
}

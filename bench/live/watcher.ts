/**
 * A process that watches one bin and measures the age of each capture when its event arrives. The poster puts the time into the path, and
 * both processes read the same monotonic clock.
 */
import type { OwnBin } from '../creel/creel-api'
import { watchBin } from './watch-bin'

export type Watched = { seqs: number[]; latenciesMs: number[] }

const [origin, id, accessKey] = process.argv.slice(2)
const bin: OwnBin = { id: id!, accessKey: accessKey! }
const watched: Watched = { seqs: [], latenciesMs: [] }

await watchBin(origin!, bin, (capture) => {
  const now = process.hrtime.bigint()
  watched.seqs.push(capture.seq)
  watched.latenciesMs.push(Number(now - BigInt(capture.path.slice(1))) / 1e6)
  process.send?.({ count: watched.seqs.length })
})
process.send?.({ count: 0 })
process.on('message', () => process.send?.(watched, () => process.exit(0)))
process.on('disconnect', () => process.exit(0))

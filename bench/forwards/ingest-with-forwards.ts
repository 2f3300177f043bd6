import { createBin, getJson } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { startTarget } from '../listen/target'
import { runLoad } from '../load/load'
import { cpuSeconds } from '../process-stats'
import { temporaryDirectory } from '../setup'
import type { Database } from '../subjects/creel-subject'
import { createForward, untilForwarded } from './forward-api'

export type IngestWithForwards = {
  /** Captures per second without a forward and with one. */
  without: number
  with: number
  /** Forwarded per second during full ingest load, and after it. */
  meanwhile: number
  after: number
  /** Seconds of the server's CPU time per thousand forwards, without other load. */
  cpuPer1000: number
}

const FORWARDED_WITHIN_MS = 180_000

/** How much a forward to a fast local target slows ingest down. @throws unless each capture is forwarded exactly once */
export async function ingestWithForwards(
  flags: Flags,
  createDatabase: (directory: string) => Promise<Database>,
): Promise<IngestWithForwards> {
  const directory = temporaryDirectory('forwards')
  const database = await createDatabase(directory.path)
  const { tree, cores, seconds } = flags
  const { origin, child } = await startCreel({ tree, directory: directory.path, databaseUrl: database.url, cores })
  const target = await startTarget(0)
  const load = (bin: string, forSeconds = seconds) =>
    runLoad([`${origin}/in/${bin}`], { connections: 64, bodyBytes: 1500, seconds: forSeconds, cores })
  try {
    const [plain, bin] = [await createBin(origin), await createBin(origin)]
    const url = `http://127.0.0.1:${target.port}/`
    const id = await createForward(origin, bin, { url, path: 'drop', order: 'none', concurrency: 8 })
    await load(plain.id, Math.min(2, seconds)) // warm-up
    const without = await load(plain.id)
    const beside = await load(bin.id)
    const meanwhile = target.arrivals.length
    const restAt = performance.now()
    const cpuBefore = cpuSeconds([child.pid])
    const { lag, pending, dead } = await untilForwarded(origin, bin, id, FORWARDED_WITHIN_MS)
    const restSeconds = (performance.now() - restAt) / 1000
    const rest = target.arrivals.length - meanwhile
    const cpu = cpuSeconds([child.pid]) - cpuBefore
    const { lastSeq } = await getJson<{ lastSeq: number }>(origin, bin, '')
    if (lag + pending + dead > 0 || target.arrivals.length !== lastSeq || lastSeq < beside.acknowledged)
      throw new Error(
        `${beside.acknowledged} acknowledged, ${lastSeq} stored, ${target.arrivals.length} forwarded; ${lag} behind, ${pending} wait, ${dead} dead.`,
      )
    return {
      without: without.acknowledged / without.seconds,
      with: beside.acknowledged / beside.seconds,
      meanwhile: meanwhile / beside.seconds,
      after: rest / restSeconds,
      cpuPer1000: (cpu / rest) * 1000,
    }
  } finally {
    await child.stop()
    await target.goDown()
    await database.drop()
    directory.remove()
  }
}

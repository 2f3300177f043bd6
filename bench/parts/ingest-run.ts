import { percentile } from '../load/latencies'
import { runLoad } from '../load/load'
import type { LoadResult } from '../load/load-result'
import { cpuSeconds, residentMiB } from '../process-stats'
import type { Running, Subject } from '../subjects/subject'

export type Cell = { connections: number; bodyBytes: number }

/** One measured load on one subject. null means unknown. */
export type IngestRun = Cell & {
  subject: string
  perSecond: number
  p50Ms: number
  p99Ms: number
  refused: number
  broken: number
  cpuPer1000: number | null
  databaseCpuPer1000: number | null
  residentMiB: number | null
  diskBytesPerCapture: number | null
  acknowledged: number
  stored: number | null
}

/** Starts the subject on an empty database, warms it up, measures, and counts what is stored. @throws if an acknowledged capture is missing */
export async function ingestRun(
  subject: Subject,
  cell: Cell,
  options: { seconds: number; cores: number | null },
): Promise<IngestRun> {
  const running = await subject.start({ cores: options.cores })
  try {
    const warm = await runLoad(running.urls, { ...cell, cores: options.cores, seconds: Math.min(2, options.seconds) })
    const databasePids = running.databasePids()
    const before = { own: cpuSeconds(running.pids), database: cpuSeconds(databasePids) }
    const load = await runLoad(running.urls, { ...cell, seconds: options.seconds, cores: options.cores })
    const own = cpuSeconds(running.pids) - before.own
    const database = cpuSeconds(databasePids) - before.database
    const resident = residentMiB(running.pids).now
    const stored = await verified(subject, running, cell, [warm, load])
    const { diskBytes } = await running.stop()
    const per1000 = (seconds: number) => (seconds / load.acknowledged) * 1000
    return {
      ...cell,
      subject: subject.key,
      perSecond: load.acknowledged / load.seconds,
      p50Ms: percentile(load.latencies, 50),
      p99Ms: percentile(load.latencies, 99),
      refused: warm.refused + load.refused,
      broken: warm.broken + load.broken,
      cpuPer1000: running.pids.length > 0 ? per1000(own) : null,
      databaseCpuPer1000: databasePids.length > 0 ? per1000(database) : null,
      residentMiB: running.pids.length > 0 ? resident : null,
      diskBytesPerCapture: diskBytes === null || stored === null ? null : diskBytes / stored,
      acknowledged: warm.acknowledged + load.acknowledged,
      stored,
    }
  } catch (error) {
    await running.stop()
    throw error
  }
}

/**
 * Every acknowledged capture must be stored. When the load generator stops, each of its connections may have one request in flight that
 * is stored without its answer being counted, so that many more may be stored.
 */
async function verified(
  subject: Subject,
  running: Running,
  { connections }: Cell,
  loads: readonly LoadResult[],
): Promise<number | null> {
  const acknowledged = loads.reduce((sum, load) => sum + load.acknowledged, 0)
  const unheard = loads.reduce((sum, load) => sum + connections + load.broken, 0)
  if (acknowledged === 0) throw new Error(`${subject.title} acknowledged nothing.`)
  const stored = await running.storedCount()
  if (stored === null) return null
  if (stored < acknowledged)
    throw new Error(`${subject.title} LOST ${acknowledged - stored} of ${acknowledged} acknowledged captures.`)
  if (stored > acknowledged + unheard)
    throw new Error(`${subject.title} stored ${stored} captures for ${acknowledged} acknowledged ones.`)
  return stored
}

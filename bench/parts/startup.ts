import { readFileSync } from 'node:fs'
import { spawnCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { median } from '../load/latencies'
import { residentMiB } from '../process-stats'
import { retryUntil, temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

type Start = { readyLineMs: number; readyzMs: number; pageMs: number; residentMiB: number }

/** Time from process start to the ready line, to a 200 from /readyz and to the first page; then memory when idle. */
export async function startup(flags: Flags): Promise<string> {
  const starts: Record<'fresh' | 'existing', Start[]> = { fresh: [], existing: [] }
  for (let round = 0; round < Math.max(3, flags.rounds); round += 1) {
    const directory = temporaryDirectory('startup')
    starts.fresh.push(await oneStart(flags, directory.path))
    starts.existing.push(await oneStart(flags, directory.path))
    directory.remove()
  }
  const row = (title: string, runs: Start[]) => {
    const of = (pick: (start: Start) => number) => fixed(median(runs.map(pick)), 0)
    return [
      title,
      of((s) => s.readyLineMs),
      of((s) => s.readyzMs),
      of((s) => s.pageMs),
      of((s) => s.pageMs - s.readyLineMs),
      of((s) => s.residentMiB),
    ]
  }
  const head = ['SQLite', 'ready line ms', '/readyz 200 ms', 'first GET / ms', 'ready line to GET / ms', 'RSS at rest MiB']
  return toMarkdown({ head, rows: [row('empty, tables made', starts.fresh), row('existing', starts.existing)] })
}

async function oneStart({ tree, cores }: Flags, directory: string): Promise<Start> {
  const began = performance.now()
  const creel = await spawnCreel({ tree, directory, databaseUrl: `file:${directory}/creel.db`, cores })
  const why = (late: boolean) => (late || !creel.child.isRunning() ? `Creel did not start:\n${creel.child.output()}` : null)
  try {
    const readyLine = async () => (readFileSync(creel.logFile, 'utf8').includes(creel.origin) ? performance.now() - began : null)
    const readyz = async () => ((await fetch(`${creel.origin}/readyz`)).ok ? performance.now() - began : null)
    const page = async () => ((await fetch(creel.origin)).ok ? performance.now() - began : null)
    const [readyLineMs, readyzMs] = await Promise.all([retryUntil(readyLine, why, 30_000), retryUntil(readyz, why, 30_000)])
    const pageMs = await retryUntil(page, why, 30_000)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    return { readyLineMs, readyzMs, pageMs, residentMiB: residentMiB([creel.child.pid]).now }
  } finally {
    await creel.child.stop()
  }
}

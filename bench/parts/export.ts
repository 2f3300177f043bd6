import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createBin, type OwnBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import { findPostgresServer } from '../databases/postgres-server'
import { checkFile } from '../export/check-file'
import { downloadExport } from '../export/download'
import { fillBin, type SentWebhook } from '../export/fill-bin'
import type { Flags } from '../flags'
import type { SentReport } from '../inspector/senders'
import { median, percentile } from '../load/latencies'
import { residentMiB, restartPeak } from '../process-stats'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const FORMATS = ['ndjson', 'har'] as const
const SENDERS = join(import.meta.dirname, '../inspector/senders.ts')
const SENDERS_PER_SECOND = 200
const SENDERS_MS = 5_000

type Row = readonly string[]

/**
 * Exports a bin of 1.5 KB webhooks over the API, as fast as one client reads: captures per second, and memory above idle. Every file is
 * checked, capture by capture. Then measures ordinary senders beside an export.
 */
export async function exporting(flags: Flags): Promise<string> {
  const count = flags.quick ? 20_000 : 100_000
  const postgres = await findPostgresServer(flags.cores)
  const exports: Row[] = []
  const senders: Row[] = []
  try {
    await onSqlite(flags, async (origin, pid) => {
      const measured = await measure({ name: 'SQLite', origin, pid, count, rounds: flags.rounds })
      exports.push(...measured.exports)
      senders.push(...measured.senders)
    })
    if (postgres) {
      const database = await postgres.createDatabase()
      await onCreel(flags, database.url, async (origin, pid) => {
        const measured = await measure({ name: 'PostgreSQL', origin, pid, count, rounds: flags.rounds })
        exports.push(...measured.exports)
        senders.push(...measured.senders)
      })
    }
  } finally {
    await postgres?.stop()
  }
  const head = ['', 'seconds', 'captures/s', 'MiB/s', 'RSS at rest, MiB', 'more at its highest, MiB']
  const beside = ['senders, 200 a second', 'answered', 'p50 ms', 'p99 ms', 'max ms', 'refused']
  return [
    `${fixed(count, 0)} captures; medians of ${flags.rounds}. Every file checked: count, order, bodies, headers.`,
    toMarkdown({ head, rows: exports }),
    toMarkdown({ head: beside, rows: senders }),
  ].join('\n\n')
}

async function onSqlite(flags: Flags, work: (origin: string, pid: number) => Promise<void>): Promise<void> {
  await onCreel(flags, null, work)
}

async function onCreel(
  { tree, cores }: Flags,
  databaseUrl: string | null,
  work: (origin: string, pid: number) => Promise<void>,
): Promise<void> {
  const directory = temporaryDirectory('export')
  const url = databaseUrl ?? `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree, directory: directory.path, databaseUrl: url, cores })
  try {
    await work(creel.origin, creel.child.pid)
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

type Subject = { name: string; origin: string; pid: number; count: number; rounds: number }

async function measure({ name, origin, pid, count, rounds }: Subject): Promise<{ exports: Row[]; senders: Row[] }> {
  const bin = await createBin(origin)
  const sent = await fillBin(`${origin}/in/${bin.id}`, count)
  const exports: Row[] = []
  for (const format of FORMATS) {
    const runs: Run[] = []
    for (let round = 0; round < rounds; round += 1) runs.push(await exportOnce(origin, bin, pid, format, sent))
    const of = (figure: keyof Run) => median(runs.map((run) => run[figure]))
    const rate = count / of('seconds')
    const peak = Math.max(...runs.map(({ more }) => more))
    exports.push([
      `${name}, ${format}`,
      fixed(of('seconds'), 1),
      fixed(rate, 0),
      fixed(of('MiB') / of('seconds'), 0),
      fixed(of('rest'), 0),
      fixed(peak, 0),
    ])
  }
  return { exports, senders: await latencyDuringExports(name, origin, bin) }
}

type Run = { seconds: number; MiB: number; rest: number; more: number }

async function exportOnce(
  origin: string,
  bin: OwnBin,
  pid: number,
  format: (typeof FORMATS)[number],
  sent: readonly SentWebhook[],
): Promise<Run> {
  await downloadExport(origin, bin, `format=${format}&before=2`) // starts the scan thread
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const rest = residentMiB([pid]).now
  restartPeak(pid)
  const { pieces, seconds } = await downloadExport(origin, bin, `format=${format}`)
  const more = residentMiB([pid]).peak - rest
  checkFile[format](pieces, sent)
  return { seconds, MiB: pieces.reduce((sum, piece) => sum + piece.length, 0) / 2 ** 20, rest, more }
}

async function latencyDuringExports(name: string, origin: string, bin: OwnBin): Promise<Row[]> {
  const { id } = await createBin(origin)
  const senders = fork(SENDERS, [`${origin}/in/${id}`, String(SENDERS_PER_SECOND)])
  const report = async (): Promise<SentReport> => {
    senders.send('report')
    return ((await once(senders, 'message')) as [SentReport])[0]
  }
  try {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await report()
    await new Promise((resolve) => setTimeout(resolve, SENDERS_MS))
    const alone = await report()
    for (const end = performance.now() + SENDERS_MS; performance.now() < end; ) await downloadExport(origin, bin, 'format=ndjson')
    const beside = await report()
    return [toRow(`${name}, no export`, alone), toRow(`${name}, one NDJSON export after another`, beside)]
  } finally {
    senders.kill()
  }
}

function toRow(name: string, { ms, refused }: SentReport): Row {
  const sorted = [...ms].sort((a, b) => a - b)
  const figures = [percentile(sorted, 50), percentile(sorted, 99), sorted.at(-1) ?? Number.NaN].map((each) => fixed(each, 1))
  return [name, fixed(ms.length, 0), ...figures, fixed(refused, 0)]
}

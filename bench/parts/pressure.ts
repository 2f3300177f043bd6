import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { countCaptures } from '../creel/count-captures'
import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { percentile } from '../load/latencies'
import { type Sent, sendLarge } from '../pressure/send-large'
import { residentMiB } from '../process-stats'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const BODY_BYTES = 10 * 1024 * 1024
const CHUNK = Buffer.alloc(64 * 1024, 'x')
const SMALL_EVERY_MS = 50
const LARGE_SENDERS = join(import.meta.dirname, '../pressure/large-senders.ts')

/**
 * Two thousand senders of 10 MiB at once, far more than memory and disk can take, with an ordinary sender beside them. Each request must
 * be stored or refused with `retry-after`, and memory must stay bounded. @throws if a 2xx has no row, or if the server does not recover
 */
export async function pressure({ tree, cores, quick }: Flags): Promise<string> {
  const directory = temporaryDirectory('pressure')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree, directory: directory.path, databaseUrl, cores })
  try {
    const { id } = await createBin(creel.origin)
    const captureUrl = `${creel.origin}/in/${id}`
    const before = residentMiB([creel.child.pid]).now
    const small = sendSmall(captureUrl)
    const sent = await sendManyLarge(captureUrl, quick ? 400 : 2_000)
    const beside = await small.stop()
    const { peak } = residentMiB([creel.child.pid])
    const after = await sendLarge(captureUrl, 10, CHUNK)
    if (after.status !== 200) throw new Error(`After the pressure a small capture was answered with ${after.status}.`)
    const all = [...sent, ...beside, after]
    const acknowledged = count(all, 200)
    const stored = await countCaptures(databaseUrl)
    if (stored < acknowledged) throw new Error(`LOST ${acknowledged - stored} of ${acknowledged} acknowledged captures.`)
    return report(sent, beside, { before, peak, stored, acknowledged })
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

function report(
  sent: readonly Sent[],
  beside: readonly Sent[],
  found: Record<'before' | 'peak' | 'stored' | 'acknowledged', number>,
) {
  const waits = beside.map(({ ms }) => ms).sort((a, b) => a - b)
  const rows = [
    ['senders of 10 MiB at once', fixed(sent.length, 0)],
    ['… stored (200)', fixed(count(sent, 200), 0)],
    ['… told to come again (503)', fixed(count(sent, 503), 0)],
    ['… without an answer', fixed(count(sent, null), 0)],
    ['rows in the database / acknowledged', `${fixed(found.stored, 0)} / ${fixed(found.acknowledged, 0)}`],
    ['RSS before, MiB', fixed(found.before, 0)],
    ['RSS at its highest, MiB', fixed(found.peak, 0)],
    ['small captures beside them: stored / sent', `${fixed(count(beside, 200), 0)} / ${fixed(beside.length, 0)}`],
    ['… p50 / p99 ms', `${fixed(percentile(waits, 50), 0)} / ${fixed(percentile(waits, 99), 0)}`],
  ]
  return toMarkdown({ head: ['', 'figure'], rows })
}

async function sendManyLarge(captureUrl: string, count: number): Promise<Sent[]> {
  const child = fork(LARGE_SENDERS, [captureUrl, String(count), String(BODY_BYTES)])
  const [sent] = (await once(child, 'message')) as [Sent[]]
  return sent
}

/** An ordinary sender that posts every 50 ms until it is stopped. */
function sendSmall(captureUrl: string): { stop(): Promise<Sent[]> } {
  const sending: Promise<Sent>[] = []
  const timer = setInterval(() => sending.push(sendLarge(captureUrl, 1_500, CHUNK)), SMALL_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return Promise.all(sending)
    },
  }
}

function count(sent: readonly Sent[], status: number | null): number {
  return sent.filter((each) => each.status === status).length
}

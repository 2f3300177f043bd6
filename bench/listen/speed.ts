import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { startPosting } from '../kill/posting'
import { cpuSeconds } from '../process-stats'
import { retryUntil, temporaryDirectory } from '../setup'
import { countRows } from '../subjects/plain-server'
import { startListen } from './cli-process'
import { startTarget } from './target'

export type ListenSpeed = {
  /** Webhooks per second that were sent and reported to the server. */
  perSecond: number
  /** CPU time of the server and of the CLI for each, in milliseconds. */
  serverMs: number
  cliMs: number
}

const WITHIN_MS = 300_000

/** How fast `creel listen` sends stored webhooks to a fast program on this machine. Measured until the server has every report. */
export async function listenSpeed(flags: Flags, program: string, count: number): Promise<ListenSpeed> {
  const directory = temporaryDirectory('listen')
  const file = `${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl: `file:${file}`, cores: flags.cores })
  let firstAt = 0
  const target = await startTarget(0, () => {
    firstAt ||= performance.now()
  })
  const bin = await createBin(creel.origin)
  const posting = startPosting([`${creel.origin}/in/${bin.id}`], 8)
  await posting.more(count)
  await posting.stop()
  const all = posting.acknowledged.size
  const before = cpuSeconds([creel.child.pid])
  const args = ['--from', '1', '--name', 'speed']
  const cli = startListen({
    program,
    origin: creel.origin,
    bin,
    directory: directory.path,
    targetPort: target.port,
    args,
  })
  try {
    const reported = async () => (countRows(file, 'Delivery') >= all ? true : null)
    await retryUntil(reported, (late) => (late || !cli.isRunning() ? `Not all were reported:\n${cli.output()}` : null), WITHIN_MS)
    const seconds = (performance.now() - firstAt) / 1000
    if (target.arrivals.length !== all) throw new Error(`${target.arrivals.length} of ${all} webhooks arrived.`)
    const ms = (cpu: number) => (cpu * 1000) / all
    return {
      perSecond: all / seconds,
      serverMs: ms(cpuSeconds([creel.child.pid]) - before),
      cliMs: ms(cpuSeconds([cli.pid])),
    }
  } finally {
    await cli.stop()
    await creel.child.stop()
    await target.goDown()
    directory.remove()
  }
}

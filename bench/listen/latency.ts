import { setTimeout as pause } from 'node:timers/promises'
import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { temporaryDirectory } from '../ground'
import { postPaced } from '../live/post-paced'
import { startListen, untilReady } from './cli-process'
import { startTarget } from './target'

/** Milliseconds from a webhook's scheduled time until a program on this machine receives it from `creel listen`, ascending. */
export async function listenLatency(flags: Flags, program: string, perSecond: number): Promise<number[]> {
  const directory = temporaryDirectory('listen')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  const latencies: number[] = []
  const target = await startTarget(
    0,
    ({ path }) => void latencies.push(Number(process.hrtime.bigint() - BigInt(path.slice(1))) / 1e6),
  )
  const bin = await createBin(creel.origin)
  const cli = startListen({
    program,
    origin: creel.origin,
    bin,
    directory: directory.path,
    targetPort: target.port,
    args: ['--from', 'new'],
  })
  const run = async (seconds: number) => {
    latencies.length = 0
    await postPaced(`${creel.origin}/in/${bin.id}`, { perSecond, seconds })
    for (let waited = 0; latencies.length < perSecond * seconds && waited < 10_000; waited += 50) await pause(50)
    if (latencies.length !== perSecond * seconds)
      throw new Error(`${latencies.length} of ${perSecond * seconds} webhooks arrived.`)
  }
  try {
    await untilReady(cli, directory.path)
    await run(3) // warm-up
    await run(Math.max(10, flags.seconds))
    return [...latencies].sort((a, b) => a - b)
  } finally {
    await cli.stop()
    await creel.child.stop()
    await target.goDown()
    directory.remove()
  }
}

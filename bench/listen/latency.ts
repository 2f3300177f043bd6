import { setTimeout as pause } from 'node:timers/promises'
import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import type { Flags } from '../flags'
import { postPaced } from '../live/post-paced'
import { cpuSeconds } from '../process-stats'
import { temporaryDirectory } from '../setup'
import { startListen, untilReady } from './cli-process'
import { startTarget } from './target'

/** `latencies`: milliseconds, ascending. `serverMs`, `cliMs`: CPU time for each webhook; the server's includes storing it. */
export type ListenLatency = { latencies: number[]; serverMs: number; cliMs: number }

/** Measures from a webhook's scheduled time until a program on this machine receives it from `creel listen`. */
export async function listenLatency(flags: Flags, program: string, perSecond: number): Promise<ListenLatency> {
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
    const used = () => [creel.child.pid, cli.pid].map((pid) => cpuSeconds([pid]))
    const before = used()
    await run(Math.max(10, flags.seconds))
    const [serverMs, cliMs] = used().map((cpu, at) => ((cpu - before[at]!) * 1000) / latencies.length)
    return { latencies: [...latencies].sort((a, b) => a - b), serverMs: serverMs!, cliMs: cliMs! }
  } finally {
    await cli.stop()
    await creel.child.stop()
    await target.goDown()
    directory.remove()
  }
}

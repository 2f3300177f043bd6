import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from '../child'
import { allCaptures, createBin, getJson } from '../creel/creel-api'
import { startCluster } from '../kill/cluster'
import { temporaryDirectory } from '../setup'
import { startListen, untilReady } from './cli-process'
import { allArrived, POSTED_PER_SECOND, postSteadily, simulateOutages } from './steadily'
import { startTarget } from './target'
import { judge, type Kill, type Verdict } from './verdict'

const TARGET_ANSWERS_WITHIN_MS = 4
const REST_TIMEOUT_MS = 90_000

export type KillRun = { program: string; tree: string; inOrder: boolean; captures: number; kills: number }

/**
 * Webhooks arrive at a steady rate. Meanwhile `creel listen` and the server are killed with -9 and restarted in turn, and the target is down
 * for a third of the time. Then everything runs to completion.
 */
export async function killRun({ program, tree, inOrder, captures, kills }: KillRun): Promise<Verdict> {
  const directory = temporaryDirectory('listen')
  const databaseUrl = `file:${directory.path}/creel.db`
  const cluster = await startCluster(1, { tree, cores: null, directory: directory.path, databaseUrl })
  const [origin] = cluster.origins()
  const bin = await createBin(origin!)
  const target = await startTarget(TARGET_ANSWERS_WITHIN_MS)
  const args = ['--from', 'last', '--name', 'bench', ...(inOrder ? ['--in-order'] : [])]
  const start = () => startListen({ program, origin: origin!, bin, directory: directory.path, targetPort: target.port, args })
  const cliKills: Kill[] = []
  let cli: Child = start()
  /** A listener that finds no server at startup exits with code 5; a supervisor would restart it, and so does this. */
  const supervise = () => {
    if (!cli.isRunning()) cli = start()
  }
  try {
    await untilReady(cli, directory.path)
    const posting = postSteadily([`${origin}/in/${bin.id}`], captures)
    const away = simulateOutages(target)
    const everyMs = ((captures / POSTED_PER_SECOND) * 1000) / (kills + 1)
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(everyMs * (0.3 + Math.random() * 0.4))
      cli.kill('SIGKILL')
      await cli.exited
      cliKills.push({ at: performance.now(), hasRecorded: recordedIn(directory.path) })
      await pause(Math.random() * 300)
      cli = start()
      await pause(everyMs * Math.random() * 0.4)
      await cluster.kill()
      await cluster.revive()
      supervise()
    }
    const acknowledged = await posting
    await away.stop()
    const stored = await allCaptures(origin!, bin)
    await allArrived(target, new Set(stored.map(({ path }) => path)), { timeoutMs: REST_TIMEOUT_MS, meanwhile: supervise })
    const keptSeq = async () => (await getJson<{ seq: number }>(origin!, bin, '/cursors/bench')).seq
    const deadline = performance.now() + 10_000
    while ((await keptSeq()) < stored.length && performance.now() < deadline) await pause(50)
    return judge({
      acknowledged,
      stored,
      arrivals: target.arrivals,
      kills: cliKills,
      downs: target.downs,
      keptSeq: await keptSeq(),
    })
  } finally {
    await cli.stop()
    await cluster.stop()
    await target.goDown().catch(() => {})
    directory.remove()
  }
}

/** Reads the listener's journal (cli/listen/journal.ts): `kept SEQ`, then `SEQ TIME` for each later capture. */
function recordedIn(home: string): Kill['hasRecorded'] {
  const journals = join(home, '.local/state/creel/listen')
  const text = readdirSync(journals)
    .map((name) => readFileSync(join(journals, name), 'utf8'))
    .join('\n')
  const kept = Math.max(0, ...[...text.matchAll(/^kept (\d+)$/gm)].map(([, seq]) => Number(seq)))
  const seqs = new Set([...text.matchAll(/^(\d+) \d+$/gm)].map(([, seq]) => Number(seq)))
  return (seq) => seq <= kept || seqs.has(seq)
}

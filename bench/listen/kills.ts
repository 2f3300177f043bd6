import { readdirSync, readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from '../child'
import { allCaptures, createBin, getJson } from '../creel/creel-api'
import { temporaryDirectory } from '../ground'
import { startCluster } from '../kill/cluster'
import { postOne } from '../kill/posting'
import { startListen, untilReady } from './cli-process'
import { type LocalTarget, startTarget } from './target'
import { type CliKill, judge, type Verdict } from './verdict'

const POSTED_PER_SECOND = 140
const SENDERS = 8
const TARGET_ANSWERS_WITHIN_MS = 4
const TARGET_UP_MS = 2_000
const TARGET_DOWN_MS = 1_000
const REST_TIMEOUT_MS = 90_000

export type KillRun = { program: string; tree: string; inOrder: boolean; captures: number; kills: number }

/**
 * Webhooks come steadily; meanwhile `creel listen` and the server are killed with -9 and started again, in turn, and the target is away for a
 * third of the time. Then everything is let run to its end.
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
  const cliKills: CliKill[] = []
  let cli: Child = start()
  /** A listener that meets no server at its start ends with exit code 5; whatever started it starts it again. */
  const supervise = () => {
    if (!cli.isRunning()) cli = start()
  }
  try {
    await untilReady(cli, directory.path)
    const posting = post(`${origin}/in/${bin.id}`, captures)
    const away = comesAndGoes(target)
    const everyMs = ((captures / POSTED_PER_SECOND) * 1000) / (kills + 1)
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(everyMs * (0.3 + Math.random() * 0.4))
      cli.kill('SIGKILL')
      await cli.exited
      cliKills.push({ at: performance.now(), hasNoted: notedIn(directory.path) })
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
    await allArrived(target, new Set(stored.map(({ path }) => path)), supervise)
    const keptSeq = async () => (await getJson<{ seq: number }>(origin!, bin, '/cursors/bench')).seq
    const deadline = performance.now() + 10_000
    while ((await keptSeq()) < stored.length && performance.now() < deadline) await pause(50)
    return judge({ acknowledged, stored, arrivals: target.arrivals, cliKills, downs: target.downs, keptSeq: await keptSeq() })
  } finally {
    await cli.stop()
    await cluster.stop()
    await target.goDown().catch(() => {})
    directory.remove()
  }
}

/** What the journal of the listener says, which only it writes (cli/listen/journal.ts): `kept SEQ`, or `SEQ TIME` for each later one. */
function notedIn(home: string): CliKill['hasNoted'] {
  const journals = join(home, '.local/state/creel/listen')
  const text = readdirSync(journals)
    .map((name) => readFileSync(join(journals, name), 'utf8'))
    .join('\n')
  const kept = Math.max(0, ...[...text.matchAll(/^kept (\d+)$/gm)].map(([, seq]) => Number(seq)))
  const seqs = new Set([...text.matchAll(/^(\d+) \d+$/gm)].map(([, seq]) => Number(seq)))
  return (seq) => seq <= kept || seqs.has(seq)
}

/** Gives the paths that were acknowledged with a 2xx. */
async function post(captureUrl: string, count: number): Promise<Set<string>> {
  const agent = new Agent({ keepAlive: true })
  const acknowledged = new Set<string>()
  const began = performance.now()
  let next = 0
  async function sender(): Promise<void> {
    while (next < count) {
      const number = next
      next += 1
      await pause(Math.max(0, began + (number * 1000) / POSTED_PER_SECOND - performance.now()))
      for (let id = `${number}`, attempt = 1; ; id = `${number}.${attempt}`, attempt += 1) {
        if ((await postOne(captureUrl, id, agent)) !== null) {
          acknowledged.add(`/${id}`)
          break
        }
        await pause(50)
      }
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  agent.destroy()
  return acknowledged
}

function comesAndGoes(target: LocalTarget): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => {})
  const done = (async () => {
    while (!signal.aborted) {
      await wait(TARGET_UP_MS)
      if (signal.aborted) return
      await target.goDown()
      await wait(TARGET_DOWN_MS)
      await target.comeUp()
    }
  })()
  return {
    stop() {
      stopping.abort()
      return done
    },
  }
}

async function allArrived(target: LocalTarget, paths: ReadonlySet<string>, supervise: () => void): Promise<void> {
  const deadline = performance.now() + REST_TIMEOUT_MS
  while (performance.now() < deadline) {
    const answered = new Set(target.arrivals.filter(({ answeredAt }) => answeredAt !== null).map(({ path }) => path))
    if ([...paths].every((path) => answered.has(path))) return
    supervise()
    await pause(200)
  }
}

import { fork } from 'node:child_process'
import { join } from 'node:path'
import { createBin } from '../creel/creel-api'
import { startCreel } from '../creel/creel-process'
import { findPostgresServer } from '../databases/postgres-server'
import { redisInstalled, startPrivateRedis } from '../databases/private-redis'
import type { Flags } from '../flags'
import { postPaced } from '../live/post-paced'
import type { Watched } from '../live/watcher'
import { percentile } from '../load/latencies'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const RATES = [1, 100, 1000] as const
const WATCHER = join(import.meta.dirname, '../live/watcher.ts')

/** Time from a webhook's scheduled moment to its event on the socket, within one process and across two. */
export async function live(flags: Flags): Promise<string> {
  const rows = await onePair('SQLite, one process', flags)
  rows.push(...(await acrossProcesses(flags)))
  const head = ['', 'a second', 'captures', 'p50 ms', 'p99 ms', 'max ms', 'events']
  return `Every capture must come, once and in order.\n\n${toMarkdown({ head, rows })}`
}

async function onePair(title: string, flags: Flags): Promise<string[][]> {
  const directory = temporaryDirectory('live')
  const databaseUrl = `file:${directory.path}/creel.db`
  const creel = await startCreel({ tree: flags.tree, directory: directory.path, databaseUrl, cores: flags.cores })
  try {
    return await atAllRates(title, creel.origin, creel.origin, flags)
  } finally {
    await creel.child.stop()
    directory.remove()
  }
}

async function acrossProcesses(flags: Flags): Promise<string[][]> {
  const postgres = redisInstalled ? await findPostgresServer(flags.cores) : null
  if (postgres === null) {
    console.error('  left out: posted at one process and seen at another (needs PostgreSQL and redis-server)')
    return []
  }
  const directory = temporaryDirectory('live')
  const redis = await startPrivateRedis(flags.cores)
  const database = await postgres.createDatabase()
  const options = {
    tree: flags.tree,
    directory: directory.path,
    databaseUrl: database.url,
    redisUrl: redis.url,
    cores: flags.cores,
  }
  const first = await startCreel(options)
  const second = await startCreel(options)
  try {
    return await atAllRates('PostgreSQL + Redis, posted at A, seen at B', first.origin, second.origin, flags)
  } finally {
    await Promise.all([first.child.stop(), second.child.stop()])
    await redis.stop()
    await postgres.stop()
    directory.remove()
  }
}

async function atAllRates(title: string, postAt: string, watchAt: string, { seconds, quick }: Flags): Promise<string[][]> {
  const rows: string[][] = []
  for (const perSecond of RATES) {
    const { accessKey, id } = await createBin(postAt)
    const watcher = await startWatcher(watchAt, id, accessKey)
    await postPaced(`${postAt}/in/${id}`, { perSecond: 100, seconds: 1 }) // warm-up
    const span = perSecond === 1 && !quick ? Math.max(30, seconds) : Math.max(5, seconds)
    const answered = await postPaced(`${postAt}/in/${id}`, { perSecond, seconds: span })
    const { seqs, latenciesMs } = await watcher.finish(answered + 100)
    const wrong = seqs.findIndex((seq, index) => seq !== index + 1)
    if (wrong >= 0) throw new Error(`${title}, ${perSecond}/s: event ${wrong + 1} has seq ${seqs[wrong]}.`)
    if (seqs.length < answered + 100)
      throw new Error(`${title}, ${perSecond}/s: ${seqs.length - 100} of ${answered} events came.`)
    const sorted = latenciesMs.slice(100).sort((a, b) => a - b)
    const figures = [percentile(sorted, 50), percentile(sorted, 99), sorted.at(-1)!].map((ms) => fixed(ms, 2))
    console.error(`  ${title}, ${perSecond}/s: p50 ${figures[0]}  p99 ${figures[1]}  max ${figures[2]} ms`)
    rows.push([title, String(perSecond), String(sorted.length), ...figures, 'all, in order'])
  }
  return rows
}

/** Resolves once the watcher has subscribed. */
async function startWatcher(
  origin: string,
  binId: string,
  accessKey: string,
): Promise<{ finish(expected: number): Promise<Watched> }> {
  const child = fork(WATCHER, [origin, binId, accessKey])
  let count = -1
  let heard = () => {}
  let result: Watched | null = null
  child.on('message', (message: { count: number } | Watched) => {
    if ('count' in message) count = message.count
    else result = message
    heard()
  })
  child.once('exit', () => heard())
  const wait = async (done: () => boolean, timeoutMs: number) => {
    const deadline = Date.now() + timeoutMs
    while (!done() && Date.now() < deadline && child.connected) {
      await new Promise<void>((resolve) => {
        heard = resolve
        setTimeout(resolve, 100)
      })
    }
  }
  await wait(() => count === 0, 15_000)
  if (count !== 0) throw new Error('The watcher could not subscribe.')
  return {
    async finish(expected) {
      await wait(() => count >= expected, 15_000)
      child.send('finish')
      await wait(() => result !== null, 15_000)
      if (result === null) throw new Error('The watcher said nothing at its end.')
      return result
    },
  }
}

import { countCaptures } from '../creel/count-captures'
import { addSecret, createBin, getJson, type OwnBin } from '../creel/creel-api'
import { type CreelProcess, startCreel } from '../creel/creel-process'
import { WEBHOOK_SECRET } from '../payload'
import { retryUntil, temporaryDirectory } from '../setup'
import { sqliteBytes } from './plain-server'
import type { Running, Subject } from './subject'

/** A new, empty database for one run. */
export type Database = {
  url: string
  pids(): readonly number[]
  sizeBytes(): Promise<number>
  /** Must be called after the server has ended. */
  drop(): Promise<void>
}

export type CreelSubject = {
  key: string
  title: string
  tree: string
  processes: number
  redisUrl?: string
  /** Whether the bin has the secret that signs its requests. */
  secret?: boolean
  createDatabase(directory: string): Promise<Database>
}

/** Creel processes on one database, with one bin. */
export function creelSubject({ key, title, tree, processes, redisUrl, secret = false, createDatabase }: CreelSubject): Subject {
  return {
    key,
    title,
    async start({ cores }): Promise<Running> {
      const directory = temporaryDirectory(`creel-${key}`)
      const database = await createDatabase(directory.path)
      const running: CreelProcess[] = []
      const stop = async () => {
        await Promise.all(running.map(({ child }) => child.stop()))
        const diskBytes = await database.sizeBytes()
        await database.drop()
        directory.remove()
        return { diskBytes }
      }
      try {
        for (let i = 0; i < processes; i += 1) {
          running.push(await startCreel({ tree, directory: directory.path, databaseUrl: database.url, redisUrl, cores }))
        }
        const bin = await createBin(running[0]!.origin)
        if (secret) await addSecret(running[0]!.origin, bin, WEBHOOK_SECRET)
        return {
          urls: running.map(({ origin }) => `${origin}/in/${bin.id}`),
          pids: running.map(({ child }) => child.pid),
          databasePids: database.pids,
          async storedCount() {
            // Requests may still be waiting for their commit although their load generator has stopped.
            let lastSeq = -1
            const settled = async () => {
              const stored = await countCaptures(database.url)
              lastSeq = (await getJson<{ lastSeq: number }>(running[0]!.origin, bin, '')).lastSeq
              return lastSeq === stored ? stored : null
            }
            const why = (late: boolean) =>
              late ? `${title}: the last seq, ${lastSeq}, is not the number of captures stored.` : null
            const stored = await retryUntil(settled, why, 10_000)
            if (secret) await firstIsValid(running[0]!.origin, bin)
            return stored
          },
          stop,
        }
      } catch (error) {
        await stop()
        throw error
      }
    },
  }
}

/** @throws if the secret does not verify the first capture, because then the run measured something else */
async function firstIsValid(origin: string, bin: OwnBin): Promise<void> {
  const { captures } = await getJson<{ captures: { signature: { verdict: string } | null }[] }>(
    origin,
    bin,
    '/captures?after=0&limit=1',
  )
  const verdict = captures[0]?.signature?.verdict
  if (verdict !== 'valid') throw new Error(`The signature of the first capture is ${verdict}, not valid.`)
}

/** A new file in the run's directory. */
export async function sqliteDatabase(directory: string): Promise<Database> {
  const file = `${directory}/creel.db`
  return { url: `file:${file}`, pids: () => [], sizeBytes: async () => sqliteBytes(file), drop: async () => {} }
}

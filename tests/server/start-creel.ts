import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '#lib/compose'
import { readConfig } from '#lib/config'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { newBinId, newCaptureTag } from '#lib/core/ids'
import { installRuntime, type Runtime } from '#lib/runtime'
import { createFrontServer, type FrontServer, type TimeLimits } from '#lib/server/front-server'
import { listen } from '#lib/server/listen'
import { attachSockets } from '#lib/server/sockets'
import type { KeyActor } from '#lib/services/actor'
import { createOwner } from '#lib/services/keys/create-key'
import type { NewBin, StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'

/** A Creel for one test file: real sockets on a free port, SQLite in a temporary directory, no Next. */
export type Creel = {
  runtime: Runtime
  front: FrontServer
  port: number
  /** `http://127.0.0.1:{port}` */
  url: string
  /** The key of the owner of bins from `createBin`. */
  accessKey: string
  /** The actor with `accessKey`. */
  owner: KeyActor
  databaseUrl: string
  createBin(bin?: Partial<NewBin>): Promise<StoredBin>
  /** The capture with this seq; fails where there is none. */
  stored(bin: StoredBin, seq: number): Promise<StoredCapture>
  close(): Promise<void>
}

export type StartOptions = {
  /** Overrides settings, including `DATABASE_URL`. */
  env?: Record<string, string>
  /** Answers everything else: pages and REST. */
  fallback?: RequestListener
  /** Shorter limits than in production. */
  timeLimits?: TimeLimits
}

const notFound: RequestListener = (_req, res) => {
  res.writeHead(404).end('no pages in this test')
}

/** Creates a new owner with a key. */
export async function anOwner(runtime: Runtime): Promise<{ accessKey: string; owner: KeyActor }> {
  const { accessKey, key } = await createOwner(runtime)
  return { accessKey, owner: { kind: 'key', key, via: 'bearer' } }
}

export async function startCreel({ env = {}, fallback = notFound, timeLimits }: StartOptions = {}): Promise<Creel> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-test-'))
  const databaseUrl = env.DATABASE_URL ?? `file:${join(directory, 'creel.db')}`
  const config = readConfig({ PORT: '3000', CREEL_LOG_LEVEL: 'silent', ...env, DATABASE_URL: databaseUrl })
  const { runtime, close } = await compose(config)
  installRuntime(runtime)
  const pages = createServer(fallback)
  const sockets = attachSockets(runtime, pages)
  const front = createFrontServer(runtime, pages, { timeLimits })
  const { port } = await listen(front.server, 0, '127.0.0.1')
  const { accessKey, owner } = await anOwner(runtime)

  return {
    runtime,
    front,
    port,
    url: `http://127.0.0.1:${port}`,
    accessKey,
    owner,
    databaseUrl,
    createBin: (bin = {}) =>
      runtime.store.createBin({
        id: newBinId(),
        ownerId: owner.key.ownerId,
        name: null,
        captureTag: newCaptureTag(),
        createdAt: runtime.now(),
        fixedExpiresAt: null,
        response: DEFAULT_RESPONSE,
        ...bin,
      }),
    async stored(bin, seq) {
      const capture = await runtime.store.findCapture(bin.key, seq)
      if (!capture) throw new Error(`no capture ${seq} in bin ${bin.id}`)
      return capture
    },
    async close() {
      const stopped = front.stop()
      front.cut()
      await sockets.close()
      await stopped
      await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

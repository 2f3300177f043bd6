import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Runtime } from '#lib/runtime'

const PING_MS_MAX = 2_000
/**
 * How long after a failed batch of captures `/readyz` reports failure. A probe is smaller than a batch, and may succeed where that does
 * not.
 */
const FAILED_MS = 5_000
/** Anyone may call this, and each answer costs a commit. So a burst of this many, then one at a fixed interval. */
const BURST = 10
const TOKEN_MS = 250

type HealthPorts = Pick<Runtime, 'store' | 'writer' | 'log'>

/**
 * `/healthz` says that the process is alive, `/readyz` whether it can store now. The returned function returns true if it answered the
 * request.
 */
export function createHealth(rt: HealthPorts): (req: IncomingMessage, res: ServerResponse) => boolean {
  const canPing = bounded(() => ping(rt))
  const canStore = async () => {
    const { failedAt } = rt.writer
    return (failedAt === null || performance.now() - failedAt >= FAILED_MS) && (await canPing())
  }
  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false
    if (isPath(req.url!, '/healthz')) {
      answer(res, 200, 'ok')
      return true
    }
    if (!isPath(req.url!, '/readyz')) return false
    void canStore().then((ready) => answer(res, ready ? 200 : 503, ready ? 'ready' : 'cannot store'))
    return true
  }
}

/** A token bucket. A caller without a token, or during another call, gets the last answer. */
function bounded<T>(check: () => Promise<T>): () => Promise<T> {
  let last: Promise<T> | null = null
  let isRunning = false
  let tokens = BURST
  let filledAt = performance.now()
  return () => {
    const now = performance.now()
    tokens = Math.min(BURST, tokens + (now - filledAt) / TOKEN_MS)
    filledAt = now
    if (last && (isRunning || tokens < 1)) return last
    tokens -= 1
    isRunning = true
    last = check().finally(() => {
      isRunning = false
    })
    return last
  }
}

/** Never rejects. */
async function ping({ store, log }: HealthPorts): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer within ${PING_MS_MAX} ms`)), PING_MS_MAX)
  })
  try {
    await Promise.race([store.ping(), tooLong])
    return true
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    return false
  } finally {
    clearTimeout(timer)
  }
}

function isPath(target: string, path: string): boolean {
  return target === path || target.startsWith(`${path}?`)
}

function answer(res: ServerResponse, status: number, word: string): void {
  if (res.destroyed) return
  const text = JSON.stringify({ status: word })
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': text.length,
    'cache-control': 'no-store',
  })
  res.end(text)
}

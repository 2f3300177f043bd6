import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Runtime } from '#lib/runtime'

const PING_MS_MAX = 2_000

/** True where it answered: `/healthz` says that the process lives, `/readyz` whether it can store now. */
export function answerHealth(rt: Runtime, req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  if (isPath(req.url!, '/healthz')) {
    answer(res, 200, 'ok')
    return true
  }
  if (!isPath(req.url!, '/readyz')) return false
  canStore(rt).then((ready) => answer(res, ready ? 200 : 503, ready ? 'ready' : 'cannot store'))
  return true
}

async function canStore(rt: Runtime): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer within ${PING_MS_MAX} ms`)), PING_MS_MAX)
  })
  try {
    await Promise.race([rt.store.ping(), tooLong])
    return true
  } catch (error) {
    rt.log.warn({ err: error }, 'not ready')
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

import type { Logger } from 'pino'
import type { FrontServer } from './front-server'

/** What a stopping process closes, in this order. */
export type Stoppable = {
  front: FrontServer
  /** Live sockets: their clients come back by themselves, to another process or to this one's successor. */
  closeSockets(): Promise<void>
  /** Pages, metrics, and at last the runtime: it commits what is queued and closes the store. */
  closeRest(): Promise<void>
}

/** Time for uploads and replies under way; a supervisor usually kills after 30 s, some after 20. */
export const STOP_MS_MAX = 15_000
/** Until then whoever is on the line may finish; then the connections that are left are cut, so that the store closes in order. */
const GRACE_MS = 10_000

/** Stops accepting, finishes what is in flight, commits, closes. Resolves when all is closed. */
export async function shutDown({ front, closeSockets, closeRest }: Stoppable): Promise<void> {
  const stopped = front.stop()
  const cut = setTimeout(() => front.cut(), GRACE_MS)
  front.hurry()
  await closeSockets()
  await stopped
  clearTimeout(cut)
  await closeRest()
}

/** SIGTERM and SIGINT stop the process in order; a second one, or too long a wait, ends it at once. */
export function stopOnSignals(stoppable: Stoppable, log: Logger, exit: (code: number) => void = process.exit): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error(`not stopped within ${STOP_MS_MAX} ms`)
      exit(1)
    }, STOP_MS_MAX).unref()
    shutDown(stoppable).then(
      () => {
        log.info('stopped')
        exit(0)
      },
      (error) => {
        log.error({ err: error }, 'stopped with an error')
        exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

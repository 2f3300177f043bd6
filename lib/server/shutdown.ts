import type { Logger } from 'pino'
import type { FrontServer } from './front-server'

/** What a stopping process closes, in this order. */
export type Stoppable = {
  front: FrontServer
  /** Live sockets. Their clients reconnect by themselves, to another process or to the one that replaces this. */
  closeSockets(): Promise<void>
  /** Pages, metrics, and finally the runtime, which commits what is queued and closes the store. */
  closeRest(): Promise<void>
}

/** Time for uploads and replies in flight. Most supervisors kill after 30 s, some after 20. */
export const STOP_MS_MAX = 15_000
/** How long open connections may finish. Then the rest are cut, so that the store can close in order. */
const GRACE_MS = 10_000

/** Stops accepting connections, finishes what is in flight, commits and closes. Resolves when everything is closed. */
export async function shutDown({ front, closeSockets, closeRest }: Stoppable): Promise<void> {
  const stopped = front.stop()
  const cut = setTimeout(() => front.cut(), GRACE_MS)
  front.hurry()
  await closeSockets()
  await stopped
  clearTimeout(cut)
  await closeRest()
}

/** The first SIGTERM or SIGINT stops the process in order; a second one, or a stop that takes too long, exits at once. */
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

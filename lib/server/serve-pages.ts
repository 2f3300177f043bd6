import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { toProblem } from '#lib/core/errors'
import { answerFailedPage } from './failed-page'
import type { PageContext } from './page-context'
import { setPageStatus } from './page-status'

type Pages = {
  /** Next's handler. */
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>
  /** The status of a page that `handle` renders. */
  statusOf: (req: IncomingMessage) => Promise<number>
}

/**
 * Next's handler as a request listener. If the status of a page cannot be found, or Next throws, that is logged and answered here, so that
 * it cannot crash the process.
 */
export function servePages(
  { handle, statusOf }: Pages,
  log: Pick<Logger, 'error'>,
  context: Pick<PageContext, 'begin' | 'end'>,
): RequestListener {
  async function render(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const status = await statusOf(req)
      if (status !== 200) setPageStatus(res, status)
      await handle(req, res)
    } catch (error) {
      log.error({ err: error }, 'a page failed unexpectedly')
      if (res.headersSent) res.destroy()
      else answerFailedPage(res, toProblem(error).status)
    }
  }

  return async (req, res) => {
    const closed = new Promise((resolve) => res.once('close', resolve))
    context.begin()
    await render(req, res)
    await closed
    context.end()
  }
}

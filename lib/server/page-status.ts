import type { IncomingMessage, ServerResponse } from 'node:http'
import { toProblem } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { ANONYMOUS } from '#lib/services/actor'
import { findActor } from '#lib/services/find-actor'
import { viewedBin } from '#lib/services/viewed-bin'
import { headerReader } from './socket-caller'

/** The other pages, which look up the reader's key too. */
const OTHER_PAGE = /^\/(?:help|signatures)?(?:[?#]|$)/
/** `/bins/{bin}` and its query. */
const BIN_PAGE = /^\/bins\/([^/?#]+)(?:[?#]|$)/

/**
 * The status of a page. What Next renders for `notFound()` or `forbidden()` is empty without JavaScript, so the page of a bin that the
 * reader may not see is an ordinary page, which cannot set a status. The same check finds the status here. Next also fetches pages for
 * itself (`rsc`); those answers are not pages, and Next takes only 200 for one.
 *
 * @throws if the server fails, for example because the database does not answer. The page would fail in the same way.
 */
export async function pageStatus(rt: Runtime, req: Pick<IncomingMessage, 'url' | 'headers'>): Promise<number> {
  const [, segment] = BIN_PAGE.exec(req.url!) ?? []
  const isOther = OTHER_PAGE.test(req.url!)
  if ((segment === undefined && !isOther) || req.headers.rsc !== undefined) return 200
  const binId = segment && decodeURIComponent(segment) // the request's limits were checked: it can be decoded
  try {
    const actor = (await findActor(rt, headerReader(req.headers), binId)) ?? ANONYMOUS
    if (binId !== undefined) await viewedBin(rt, actor, binId)
    return 200
  } catch (error) {
    const { status } = toProblem(error)
    if (status >= 500) throw error
    return status
  }
}

/** Gives a page that Next renders with 200 this status instead. */
export function setPageStatus(res: ServerResponse, status: number): void {
  const { writeHead } = res
  res.writeHead = (code: number, ...rest: unknown[]) => Reflect.apply(writeHead, res, [code === 200 ? status : code, ...rest])
}

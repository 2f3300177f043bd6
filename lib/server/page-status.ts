import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAppError, toProblem } from '#lib/core/errors'
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
 * The status of a page; 500 or more if the database fails. What Next renders for `notFound()`, for `forbidden()` or after an error is
 * empty without JavaScript. So the page of a bin that cannot be shown is an ordinary one, which cannot set a status. It is found here, by
 * the same check. Next fetches pages for itself too (`rsc`); those answers are not pages, and it takes only 200 for one.
 *
 * @throws what the check throws unexpectedly, which the page would do too
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
    if (isAppError(error)) return toProblem(error).status
    throw error
  }
}

/** Gives a page that Next renders with 200 this status instead. */
export function setPageStatus(res: ServerResponse, status: number): void {
  const { writeHead } = res
  res.writeHead = (code: number, ...rest: unknown[]) => Reflect.apply(writeHead, res, [code === 200 ? status : code, ...rest])
}

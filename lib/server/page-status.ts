import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAppError, toProblem } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { ANONYMOUS } from '#lib/services/actor'
import { findActor } from '#lib/services/find-actor'
import { viewedBin } from '#lib/services/viewed-bin'
import { headerReader } from './socket-caller'

/** `/bins/{bin}` and its query. */
const BIN_PAGE = /^\/bins\/([^/?#]+)(?:[?#]|$)/

/**
 * The status of a page. What Next renders for `notFound()` or `forbidden()` is empty without JavaScript, so the page of a bin that cannot
 * be shown is an ordinary one, which cannot set a status. It is found here, by the same check. Next fetches pages for itself too (`rsc`);
 * those answers are not pages, and it takes only 200 for one.
 */
export async function pageStatus(rt: Runtime, req: Pick<IncomingMessage, 'url' | 'headers'>): Promise<number> {
  const [, segment] = BIN_PAGE.exec(req.url!) ?? []
  if (segment === undefined || req.headers.rsc !== undefined) return 200
  const binId = decodeURIComponent(segment) // the request's limits were checked: it can be decoded
  try {
    const actor = (await findActor(rt, headerReader(req.headers), binId)) ?? ANONYMOUS
    await viewedBin(rt, actor, binId)
    return 200
  } catch (error) {
    return isAppError(error) ? toProblem(error).status : 200 // anything else fails in the page too, and Next answers it
  }
}

/** Gives a page that Next renders with 200 this status instead. */
export function setPageStatus(res: ServerResponse, status: number): void {
  const { writeHead } = res
  res.writeHead = (code: number, ...rest: unknown[]) => Reflect.apply(writeHead, res, [code === 200 ? status : code, ...rest])
}

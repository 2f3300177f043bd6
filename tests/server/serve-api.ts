import { dispatch, methodRefusal } from '#lib/api/dispatch'
import { serveCalls } from '#lib/server/serve-calls'

/** The API behind the front server, without pages. */
export const serveApi = serveCalls({ dispatch, methodRefusal }, (_req, res) => res.writeHead(404).end(), { error() {} })

import { createServer, type Server } from 'node:http'
import type { Metrics } from '#lib/metrics'

/** `GET /metrics` on a separate port, which an operator need not expose. */
export function createMetricsServer(metrics: Metrics): Server {
  return createServer(async (req, res) => {
    if (req.method !== 'GET' || !/^\/metrics(?:\?|$)/.test(req.url!)) {
      res.writeHead(404, { 'content-type': 'text/plain' }).end('Only GET /metrics is served here.\n')
      return
    }
    const { contentType, text } = await metrics.page()
    res.writeHead(200, { 'content-type': contentType }).end(text)
  })
}

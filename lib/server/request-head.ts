import type { IncomingMessage } from 'node:http'

/** Rebuilds the head of a request as bytes from what Node parsed. Parsing it again gives the same method, target and headers. */
export function rebuildHead(req: IncomingMessage): Buffer {
  let head = `${req.method} ${req.url} HTTP/${req.httpVersion}\r\n`
  for (let i = 0; i < req.rawHeaders.length; i += 2) head += `${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}\r\n`
  return Buffer.from(`${head}\r\n`, 'latin1')
}

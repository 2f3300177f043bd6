import type { ServerResponse } from 'node:http'

/** Creel's default answer to a capture, so that all subjects send the same bytes. */
export function answer(response: ServerResponse, captureId: string): void {
  const body = `{"captured":"${captureId}"}`
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-creel-capture': captureId,
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  })
  response.end(body)
}

/** Calls `done` with the whole body. */
export function readAll(request: NodeJS.ReadableStream, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
}

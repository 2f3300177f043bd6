import { openRaw, type RawAnswer } from '../server/raw-client'

export type RawPost = { headers: readonly (readonly [string, string])[]; body: Uint8Array; method?: string }

/** A connection that sends requests exactly as written, including header order and case. Rejects if the server goes away. */
export async function openPoster(port: number): Promise<{
  post(target: string, request: RawPost): Promise<RawAnswer>
  close(): void
}> {
  const connection = await openRaw(port)
  return {
    post(target, { headers, body, method = 'POST' }) {
      const lines = [`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers.map((header) => header.join(': '))]
      connection.write(`${lines.join('\r\n')}\r\n\r\n`, body)
      return connection.answer()
    },
    close: () => connection.socket.destroy(),
  }
}

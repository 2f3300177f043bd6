import { openRaw } from '../server/raw-client'
import { expect, test } from './test'

const LINE = '{"method":"POST","url":"/a"}\n'

// The answer's `connection` header must be true, or the next request on it waits for ever (RFC 9112 section 9.3).

for (const { title, declared, status, lines } of [
  { title: 'at its first line, of 40 MB declared', declared: 40_000_000, status: 422, lines: '{}\n'.repeat(2_000) },
  { title: 'half-way, in chunks', declared: null, status: 422, lines: LINE.repeat(300) + '{}\n'.repeat(2_000) },
  { title: 'half-way, of 200 KB declared', declared: 200_000, status: 422, lines: LINE.repeat(300) + '{}\n'.repeat(2_000) },
]) {
  test(`after an import refused ${title}, the connection serves the next request or is closed`, async ({ creel, bin }) => {
    const connection = await openRaw(creel.port)
    connection.socket.on('error', () => {}) // writing may fail once the server has closed
    const head = (length: string) =>
      `POST /api/v1/bins/${bin.id}/import HTTP/1.1\r\nHost: 127.0.0.1:${creel.port}\r\nAuthorization: Bearer ${bin.accessKey}\r\n` +
      `Content-Type: application/x-ndjson\r\n${length}\r\n\r\n`
    const next = `GET /api/v1/bins/${bin.id} HTTP/1.1\r\nHost: 127.0.0.1:${creel.port}\r\nAuthorization: Bearer ${bin.accessKey}\r\n\r\n`
    if (declared === null) connection.write(head('Transfer-Encoding: chunked'), `${lines.length.toString(16)}\r\n${lines}\r\n`)
    else connection.write(head(`Content-Length: ${declared}`), lines)
    const refused = connection.answer()
    if (declared === null) connection.write('0\r\n\r\n')
    else connection.write(Buffer.alloc(declared - lines.length, '\n'))
    const answer = await refused
    expect(answer.status).toBe(status)
    if (answer.header('connection') === 'close') await connection.closed
    else {
      connection.write(next)
      expect((await connection.answer()).status).toBe(200)
    }
    connection.socket.destroy()
  })
}

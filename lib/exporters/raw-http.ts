import type { Exporter, ExportRequest } from './exporter'

/**
 * The message itself (RFC 9112), for a file, netcat or a test. As text it is exact if the body is UTF-8 and the head is ASCII;
 * `rawHttpBytes` is always exact.
 */
export const rawHttp: Exporter = {
  id: 'raw-http',
  label: 'Raw HTTP',
  language: 'http',
  write(request) {
    const head = rawHead(request)
    const notes = [...request.notes]
    if (request.text === null) notes.push('The body is not text and is left out here: download the message for the exact bytes.')
    if (/[\x80-\xff]/.test(head))
      notes.push('The head has bytes over 0x7F, shown as Latin-1: download the message for the exact bytes.')
    return { text: head + (request.text ?? ''), notes }
  },
}

/** The exact bytes of the message. */
export function rawHttpBytes(request: ExportRequest): Uint8Array {
  const head = Uint8Array.from(rawHead(request), (char) => char.charCodeAt(0))
  const message = new Uint8Array(head.byteLength + request.body.byteLength)
  message.set(head)
  message.set(request.body, head.byteLength)
  return message
}

function rawHead({ method, target, host, headers, hasBody, body }: ExportRequest): string {
  const length = hasBody ? ([['Content-Length', String(body.byteLength)]] as const) : []
  const lines = [['Host', host] as const, ...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

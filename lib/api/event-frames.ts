import type { ListenerEvent } from '#lib/services/listeners/connect-listener'

/**
 * An event as Server-Sent Events frames, with the names and fields of the socket's events. A capture's seq is its `id`, so that a
 * reconnect resumes after it.
 */
export function eventFrames(binId: string, event: ListenerEvent): string[] {
  switch (event.type) {
    case 'captures':
      return event.captures.map((summary) => frame('capture', summary, summary.seq))
    case 'bin:updated':
      return [frame(event.type, event.bin)]
    case 'delivery':
      return [frame(event.type, { ...event.delivery, binId })]
    case 'forward:updated':
      return [frame(event.type, { ...event.forward, binId })]
    case 'forward:deleted':
      return [frame(event.type, { binId, id: event.id })]
    case 'capture:deleted':
      return [frame(event.type, { binId, id: event.id, seq: event.seq })]
    case 'capture:updated':
      return [frame(event.type, { binId, id: event.id, seq: event.seq, ...event.patch })]
    case 'resend':
      return [frame(event.type, event.job)]
    case 'bin:cleared':
      return [frame(event.type, { binId, throughSeq: event.throughSeq })]
    case 'bin:rechecked':
      return [frame(event.type, { binId, fromSeq: event.fromSeq, throughSeq: event.throughSeq })]
    case 'bin:deleted':
    case 'access:ended':
      return [frame(event.type, { binId })]
  }
}

function frame(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

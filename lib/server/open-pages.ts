import type { IncomingMessage, ServerResponse } from 'node:http'

/** The replies that Next or socket.io is writing. */
export type OpenPages = {
  add(req: IncomingMessage, res: ServerResponse): void
  /** Event streams would hold a stopping server for ever; their readers come back by themselves. */
  endStreams(): void
}

/**
 * The front server lets a sender close its half of the connection and still reads its reply. A reader of a page who closes is
 * gone: the reply is given up, as Node does by default, so that a stream's source hears of it at once.
 */
export function createOpenPages(): OpenPages {
  const open = new Set<ServerResponse>()
  return {
    add(req, res) {
      const { socket } = req
      const gone = () => socket.destroy()
      open.add(res)
      socket.once('end', gone)
      res.once('close', () => {
        open.delete(res)
        socket.off('end', gone)
      })
    },
    endStreams() {
      for (const res of open) {
        if (String(res.getHeader('content-type')).startsWith('text/event-stream')) res.destroy()
      }
    },
  }
}

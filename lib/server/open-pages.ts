import type { IncomingMessage, ServerResponse } from 'node:http'

/** The replies that Next or socket.io is currently writing. */
export type OpenPages = {
  add(req: IncomingMessage, res: ServerResponse): void
  /** Event streams would keep a stopping server alive for ever; their readers reconnect by themselves. */
  endStreams(): void
}

/**
 * The front server lets a sender close its half of the connection and still read its reply. For pages, a client that closes is gone: the
 * reply is aborted, as Node does by default, so that the source of a stream learns of it at once.
 */
export function createOpenPages(): OpenPages {
  const open = new Set<ServerResponse>()
  return {
    add(req, res) {
      const { socket } = req
      const onEnd = () => socket.destroy()
      open.add(res)
      socket.once('end', onEnd)
      res.once('close', () => {
        open.delete(res)
        socket.off('end', onEnd)
      })
    },
    endStreams() {
      for (const res of open) {
        if (String(res.getHeader('content-type')).startsWith('text/event-stream')) res.destroy()
      }
    },
  }
}

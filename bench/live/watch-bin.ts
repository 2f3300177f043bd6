import { io } from 'socket.io-client'
import type { OwnBin, Summary } from '../creel/creel-api'

/** Subscribes like a browser; resolves once the server has confirmed. After a reconnect, subscribes again from the last seq seen. */
export function watchBin(origin: string, bin: OwnBin, onCapture: (capture: Summary) => void): Promise<{ close(): void }> {
  const socket = io(origin, {
    auth: { accessKey: bin.accessKey },
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
  })
  let lastSeq = 0
  socket.on('capture', (capture: Summary) => {
    lastSeq = Math.max(lastSeq, capture.seq)
    onCapture(capture)
  })
  return new Promise((resolve, reject) => {
    socket.on('connect', () => {
      socket.emit('subscribe', { bin: bin.id, after: lastSeq }, (answer: { ok: boolean; code?: string }) => {
        if (answer.ok) resolve({ close: () => void socket.close() })
        else reject(new Error(`subscribe: ${answer.code}`))
      })
    })
    socket.on('connect_error', (error) => {
      if (!socket.active) reject(error)
    })
  })
}

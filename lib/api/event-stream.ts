import { createGate } from '#lib/core/gate'
import type { Watch } from '#lib/live/live'
import type { StreamListener } from '#lib/services/watch-bin'
import { eventFrames } from './event-frames'

const HEARTBEAT_MS = 15_000 // under the 30 to 60 s after which proxies cut a silent connection
const RETRY_MS = 2_000
const QUEUED_BYTES_MAX = 65_536

/**
 * A watch as a stream of Server-Sent Events. It starts with bytes, so that the head goes out at once; holds the watch while
 * the reader is behind; and ends, letting go of the watch, with the bin, with the reader's access or with the client (`signal`).
 */
export function eventStream(watch: (listener: StreamListener) => Watch, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const gate = createGate()
  let release = () => {}
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const push = (text: string) => controller.enqueue(encoder.encode(text))
    const hasRoom = () => (controller.desiredSize ?? 0) > 0
    let over = false
    const end = () => {
      if (over) return
      release()
      controller.close()
    }
    push(`retry: ${RETRY_MS}\n\n`)
    const heartbeat = setInterval(() => hasRoom() && push(':\n\n'), HEARTBEAT_MS)
    let watching: Watch | null = null
    release = () => {
      if (over) return
      over = true
      clearInterval(heartbeat)
      signal.removeEventListener('abort', end)
      watching?.stop()
      gate.open()
    }
    watching = watch((event) => {
      if (over) return
      for (const frame of eventFrames(event)) push(frame)
      if (event.type === 'bin:deleted' || event.type === 'access:ended') return end()
      return hasRoom() ? undefined : gate.wait()
    })
    if (over)
      watching.stop() // it ended before `watch` came back
    else if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  }
  return new ReadableStream(
    { start, pull: () => gate.open(), cancel: () => release() },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUED_BYTES_MAX }),
  )
}

import { createNotifier } from '#lib/core/notifier'
import type { StreamBudget } from '#lib/limits/stream-budget'
import type { Watch } from '#lib/live/live'
import type { ListenerStream } from '#lib/services/listeners/connect-listener'
import { eventFrames } from './event-frames'

const HEARTBEAT_MS = 15_000 // under the 30 to 60 s after which proxies close a silent connection
const RETRY_MS = 2_000
const QUEUED_BYTES_MAX = 65_536

/**
 * A watch as a stream of Server-Sent Events. It starts with bytes, so that the headers are sent at once. While the reader is behind, it
 * holds the watch, so captures wait in the store. Other events are queued and count against `budget`, which finally breaks the stream
 * off. When the bin, the reader's access or the client (`signal`) ends, the stream ends and stops the watch.
 */
export function eventStream(
  binId: string,
  watch: ListenerStream['start'],
  signal: AbortSignal,
  budget: StreamBudget,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const drained = createNotifier()
  let release = () => {}
  let count = () => {}
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const account = budget.open(() => {
      release()
      controller.error(new DOMException('The reader is too far behind.', 'AbortError')) // a name that Next does not log
    })
    const room = () => controller.desiredSize ?? 0
    const push = (text: string) => controller.enqueue(encoder.encode(text))
    count = () => account.setHeld(QUEUED_BYTES_MAX - room())
    let over = false
    const end = () => {
      if (over) return
      release()
      controller.close()
    }
    push(`retry: ${RETRY_MS}\n\n`)
    const heartbeat = setInterval(() => room() > 0 && push(':\n\n'), HEARTBEAT_MS)
    let watching: Watch | null = null
    release = () => {
      if (over) return
      over = true
      account.close()
      clearInterval(heartbeat)
      signal.removeEventListener('abort', end)
      watching?.stop()
      drained.notify()
    }
    watching = watch((event) => {
      if (over) return
      for (const frame of eventFrames(binId, event)) push(frame)
      if (event.type === 'bin:deleted' || event.type === 'access:ended') return end()
      count()
      return over || room() > 0 ? undefined : drained.wait()
    })
    if (over)
      watching.stop() // it ended before `watch` returned
    else if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  }
  const pull = () => {
    count()
    drained.notify()
  }
  return new ReadableStream(
    { start, pull, cancel: () => release() },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUED_BYTES_MAX }),
  )
}

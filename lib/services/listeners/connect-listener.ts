import type { ResendJob } from '#lib/live/listeners'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedBin } from '../owned-bin'
import type { BinStream, StreamEvent } from '../watch-bin'

/** The events that a listener gets in addition to those of the bin. */
export type ListenerEvent = StreamEvent | { type: 'resend'; job: ResendJob }
export type ListenerStream = Omit<BinStream, 'start'> & {
  start(hear: (event: ListenerEvent) => void | Promise<void>): ReturnType<BinStream['start']>
}

export type ListenerWish = { name: string; answerMs: number | null }

/** Whoever watches this stream is a listener of the bin for as long as they watch. @throws what `ownedBin` throws */
export async function connectListener(
  rt: Runtime,
  actor: Actor,
  binId: string,
  stream: BinStream,
  wish: ListenerWish,
): Promise<ListenerStream> {
  const bin = await ownedBin(rt, actor, binId)
  return {
    ...stream,
    start(hear) {
      const listener = { ...wish, binId: bin.id, connectedAt: rt.now() }
      const disconnect = rt.listeners.connect(listener, (job) => void hear({ type: 'resend', job }))
      const watch = stream.start(hear)
      return {
        stop() {
          disconnect()
          watch.stop()
        },
      }
    },
  }
}

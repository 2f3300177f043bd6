import { AppError } from '#lib/core/errors'
import type { ResendJob } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedBin } from '../owned-bin'
import type { BinStream, StreamEvent } from '../watch-bin'

/** The events that a listener gets in addition to those of the bin. */
export type ListenerEvent = StreamEvent | { type: 'resend'; job: ResendJob }
export type ListenerStream = Omit<BinStream, 'start'> & {
  start(listener: (event: ListenerEvent) => void | Promise<void>): ReturnType<BinStream['start']>
}

export type ListenerInput = { name: string; answerMs: number | null }

/** Whoever watches this stream is a listener of the bin for as long as they watch. @throws what `ownedBin` throws; `forbidden` with a cookie */
export async function connectListener(
  rt: Runtime,
  actor: Actor,
  binId: string,
  stream: BinStream,
  input: ListenerInput,
): Promise<ListenerStream> {
  const bin = await ownedBin(rt, actor, binId)
  // The origin of a GET is not checked, and a page of another program on this host must not make senders wait.
  if (actor.kind === 'key' && actor.via === 'cookie')
    throw new AppError('forbidden', 'A listener sends its access key as Bearer, not as the cookie.')
  return {
    ...stream,
    start(hear) {
      const listener = { ...input, binId: bin.id, connectedAt: rt.now() }
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

import type { ServerResponse } from 'node:http'
import type { Claim } from '#lib/limits/fair-pool'
import type { TargetAnswer } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import { answeringListener, answerKey } from '#lib/services/listeners/answer-sender'
import type { StoredBin } from '#lib/store/stored-bin'
import type { DelayedReplies } from './delayed-replies'

/** Senders that wait for the answer of a connected listener's target. Their captures are committed. */
export class ListenerReplies {
  constructor(
    private readonly rt: Pick<Runtime, 'listeners' | 'refusals'>,
    private readonly delayed: DelayedReplies,
  ) {}

  hasListener(bin: StoredBin): boolean {
    return answeringListener(this.rt, bin) !== null
  }

  /**
   * Calls `send` once: with the answer, or with null if the time is up, the listener has none or has left, the server is stopping, or too
   * many are waiting. Does not call it if the sender disconnects first.
   */
  awaitAnswer(res: ServerResponse, bin: StoredBin, captureId: string, claim: () => Claim, send: Send): void {
    const { listeners, refusals } = this.rt
    const listener = answeringListener(this.rt, bin)
    if (!listener) {
      send(null) // the listener has left in the meantime
      return
    }
    const received: { answer: TargetAnswer | null } = { answer: null }
    let sendNow: (() => void) | null = null
    const stop = listeners.await(answerKey(bin.id, captureId, listener.name), listener, (word) => {
      if (word && 'answer' in word) received.answer = word.answer
      sendNow?.()
    })
    res.once('close', stop)
    const end = () => {
      stop()
      send(received.answer)
    }
    sendNow = this.delayed.add(res, listener.answerMs, claim, end)
    if (sendNow) return
    refusals.count(bin.key, 'delayed_replies')
    end()
  }
}

type Send = (answer: TargetAnswer | null) => void

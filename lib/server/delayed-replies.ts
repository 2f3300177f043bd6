import type { ServerResponse } from 'node:http'
import type { Claim } from '#lib/limits/fair-pool'
import type { Limits } from '#lib/limits/limits'

/** Replies that wait for the delay that their bin's owner set, or for a listener. */
export class DelayedReplies {
  private readonly waiting = new Map<ServerResponse, () => void>()
  private stopped = false

  constructor(private readonly limits: Pick<Limits, 'delayedReplies'>) {}

  /**
   * Calls `send` after the delay, or when the returned function is called. Returns null, and calls nothing, if too many replies are
   * waiting already.
   */
  add(res: ServerResponse, delayMs: number, claim: () => Claim, send: () => void): (() => void) | null {
    if (delayMs === 0 || this.stopped) {
      send()
      return () => {}
    }
    const reservation = this.limits.delayedReplies.take(claim(), 1)
    if (!reservation) return null
    const { socket } = res.req
    const forget = () => {
      clearTimeout(timer)
      this.waiting.delete(res)
      reservation.release()
      socket.off('end', reservation.release)
      res.off('close', forget)
    }
    const sendNow = () => {
      if (this.waiting.get(res) !== sendNow) return
      forget()
      send()
    }
    const timer = setTimeout(sendNow, delayMs)
    this.waiting.set(res, sendNow)
    // A client that closes one half of the connection may still read the other, so it gets its reply; it just occupies no place any more.
    socket.setMaxListeners(0) // one for each pipelined request
    socket.once('end', reservation.release)
    res.once('close', forget)
    if (socket.readableEnded) reservation.release()
    return sendNow
  }

  /** Sends all of them, and later ones at once, because the server is stopping. */
  stopDelaying(): void {
    this.stopped = true
    for (const sendNow of this.waiting.values()) sendNow()
  }
}

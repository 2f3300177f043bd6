import type { ServerResponse } from 'node:http'
import type { StreamAccount, StreamBudget } from '#lib/limits/stream-budget'

/** Up to this size per connection is not counted. */
const SMALL_BYTES = 16 * 1024

/**
 * Counts the bytes that an answer holds in memory while its reader does not take them. A downloaded body is in memory as a whole, and a
 * slow reader can take any time. If all answers together hold too much, the connections that have held the most for the longest are
 * closed before the end of their answers.
 */
export function countUnread(res: ServerResponse, budget: StreamBudget): void {
  const { write, end } = res
  let account: StreamAccount | null = null

  function count(): void {
    const unread = res.writableLength
    if (account === null && unread <= SMALL_BYTES) return
    if (account === null) {
      account = budget.open(() => res.destroy())
      res.on('drain', count).once('close', account.close)
    }
    account.setHeld(unread)
  }

  res.write = (...args: unknown[]) => {
    const accepted = Reflect.apply(write, res, args) as boolean
    count()
    return accepted
  }
  res.end = (...args: unknown[]) => {
    Reflect.apply(end, res, args)
    count()
    return res
  }
}

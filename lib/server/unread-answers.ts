import type { ServerResponse } from 'node:http'
import type { StreamAccount, StreamBudget } from '#lib/limits/stream-budget'

/** Less than this, each connection may hold unaccounted. */
const SMALL_BYTES = 16 * 1024

/**
 * Counts what this answer holds in memory because its reader does not take it, for as long as it does. A body that is downloaded is in
 * memory as a whole, and a reader can take as long as it likes. Where all answers together hold too much, the connections that have
 * held the most for the longest are closed before the end of their answers.
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
    account.hold(unread)
  }

  res.write = (...args: unknown[]) => {
    const took = Reflect.apply(write, res, args) as boolean
    count()
    return took
  }
  res.end = (...args: unknown[]) => {
    Reflect.apply(end, res, args)
    count()
    return res
  }
}

import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import { newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { ConnectedListener } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { getDelivery } from '../get-delivery'
import { ownedSummary } from '../owned-capture'

/** How the delivery finds the call that waits for it. */
export function jobKey(binId: string, job: string): string {
  return `${binId} ${job}`
}

/**
 * Has a connected listener send the capture to its own target, and waits for the delivery that it reports. The listener's base path, filters and
 * headers apply.
 * @throws what `ownedSummary` throws; `listener_not_found`; `listener_silent` if it disconnects or reports nothing in time; the reason of
 * `signal` once the caller has left
 */
export async function resendThrough(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  name: string,
  signal?: AbortSignal,
): Promise<Delivery> {
  const { bin, summary } = await ownedSummary(rt, actor, binId, captureId)
  const connected = rt.listeners.of(bin.id)
  const listener = connected.find((each) => each.name === name)
  if (!listener) throw notConnected(name, connected)
  const job = { id: newId('job'), captureId, seq: summary.seq }
  const reported = reportOf(rt, jobKey(bin.id, job.id), listener, signal)
  rt.listeners.sendJob(listener, job)
  return getDelivery(rt, actor, binId, await reported)
}

/** The id of the delivery. */
function reportOf(
  { listeners }: Pick<Runtime, 'listeners'>,
  about: string,
  listener: ConnectedListener,
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = listeners.await(about, listener, (word) => {
      if (word && 'deliveryId' in word) end(() => resolve(word.deliveryId))
      else end(() => reject(silent(`${listener.name} disconnected before it reported what happened.`)))
    })
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', left)
      stop()
      settle()
    }
    const left = () => end(() => reject(signal!.reason))
    const timer = setTimeout(
      () => end(() => reject(silent(`${listener.name} reported nothing within ${LIMITS.listenerReportMsMax / 1000} s.`))),
      LIMITS.listenerReportMsMax,
    )
    signal?.addEventListener('abort', left, { once: true })
  })
}

function silent(what: string): AppError {
  return new AppError('listener_silent', `${what} It may have sent the request; then its delivery appears with the capture.`)
}

function notConnected(name: string, connected: readonly ConnectedListener[]): AppError {
  const names = [...new Set(connected.map((each) => each.name))].join(', ')
  return new AppError(
    'listener_not_found',
    `No listener ${JSON.stringify(name)} is connected to this bin. Connected: ${names === '' ? 'none' : names}.`,
  )
}

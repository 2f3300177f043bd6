'use client'

import { useCallback, useEffect, useState } from 'react'
import type { Delivery, DeliverySummary } from '#lib/core/delivery'
import { api, explain } from '../api'
import { useRetryOnReconnect } from '../ui/reconnect'

export type LoadedDeliveries = {
  deliveries: readonly Delivery[] | null
  why: string | null
  retry: () => void
  /** The delivery with its whole response body, which the list omits if it is long. */
  whole: (delivery: Delivery, signal?: AbortSignal) => Promise<Delivery>
}
type Loaded = Omit<LoadedDeliveries, 'whole' | 'retry'>

/** Long response bodies are omitted (`omittedBytes`). */
async function listDeliveries(bin: string, capture: string, signal: AbortSignal): Promise<Delivery[]> {
  const { deliveries } = await api.listDeliveries({ bin, capture }, { signal })
  return deliveries.map((each) => ({ ...each, responseBody: { data: '', ...each.responseBody } }))
}

/**
 * The deliveries of one capture, newest first, fetched again when the stream announces another one, and after a failure when the connection
 * is back.
 */
export function useDeliveries(binId: string, captureId: string, streamed: readonly DeliverySummary[]): LoadedDeliveries {
  const [loaded, setLoaded] = useState<(Loaded & { captureId: string }) | null>(null)
  const [attempt, setAttempt] = useState(0)
  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  const newest = streamed.find((delivery) => delivery.captureId === captureId)?.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` and `attempt` only trigger a new fetch
  useEffect(() => {
    const load = new AbortController()
    listDeliveries(binId, captureId, load.signal).then(
      (deliveries) => setLoaded({ captureId, deliveries, why: null }),
      (error) => {
        if (!load.signal.aborted) setLoaded({ captureId, deliveries: null, why: explain(error) })
      },
    )
    return () => load.abort()
  }, [binId, captureId, newest, attempt])

  const whole = useCallback(
    async (delivery: Delivery, signal?: AbortSignal) =>
      delivery.responseBody.omittedBytes === undefined
        ? delivery
        : api.getDelivery({ bin: binId, delivery: delivery.id }, { signal }),
    [binId],
  )
  const known = loaded?.captureId === captureId ? loaded : { deliveries: null, why: null }
  useRetryOnReconnect(known.why !== null, retry)
  return { ...known, retry, whole }
}

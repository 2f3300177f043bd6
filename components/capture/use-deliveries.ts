'use client'

import { useEffect, useState } from 'react'
import type { Delivery, DeliverySummary } from '#lib/core/delivery'
import { explain, listDeliveries } from '../api-client'

export type LoadedDeliveries = { deliveries: readonly Delivery[] | null; why: string | null }

/** The deliveries of one capture, newest first, asked for again when the stream tells of one more. */
export function useDeliveries(binId: string, captureId: string, streamed: readonly DeliverySummary[]): LoadedDeliveries {
  const [loaded, setLoaded] = useState<(LoadedDeliveries & { captureId: string }) | null>(null)
  const newest = streamed.find((delivery) => delivery.captureId === captureId)?.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` is not read, it says that there is one more
  useEffect(() => {
    const load = new AbortController()
    listDeliveries(binId, captureId, load.signal).then(
      ({ deliveries }) => setLoaded({ captureId, deliveries, why: null }),
      (error) => {
        if (!load.signal.aborted) setLoaded({ captureId, deliveries: null, why: explain(error) })
      },
    )
    return () => load.abort()
  }, [binId, captureId, newest])

  return loaded?.captureId === captureId ? loaded : { deliveries: null, why: null }
}

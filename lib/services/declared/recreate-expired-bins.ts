import { setTimeout as pause } from 'node:timers/promises'
import { isAppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { applyAtStart, type DeclaredOwner } from './apply-at-start'

const RETRY_MS = 2_000

/**
 * Creates a declared bin again, empty, when it expires, until the returned function is called. Other bins are not applied again, so changes
 * that were made on the page since the start stay.
 */
export function recreateExpiredBins(rt: Runtime, owners: readonly DeclaredOwner[]): () => void {
  const ended = new AbortController()
  const { signal } = ended

  async function recreate(owner: DeclaredOwner, id: string): Promise<void> {
    while (!signal.aborted) {
      try {
        await applyAtStart(rt, [owner])
        return rt.log.info({ bin: id }, 'created a declared bin again')
      } catch (error) {
        rt.log.warn({ err: error, bin: id }, 'a declared bin cannot be created again')
        if (isAppError(error) && error.code !== 'storage_unavailable') return // trying again does not help
        await pause(RETRY_MS, undefined, { signal, ref: false }).catch(() => {})
      }
    }
  }

  const stop = rt.onBinExpired((id) => {
    for (const owner of owners) {
      const bins = owner.bins.filter(({ declared }) => declared.id === id)
      if (bins.length > 0) void rt.background.run(() => recreate({ ...owner, bins }, id))
    }
  })
  return () => {
    ended.abort()
    stop()
  }
}

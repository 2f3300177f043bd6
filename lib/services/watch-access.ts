import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { Viewer } from './find-viewer'
import { viewOf } from './viewed-bin'

/** Longest delay of a timer; a later expiry is looked at again then. */
const TIMER_MS_MAX = 2 ** 31 - 1

export type AccessWatch = {
  /** Somebody's access changed: perhaps this one's. */
  changed(): void
  stop(): void
}

/**
 * Calls `ended` once, later, as soon as this viewer may not look at this bin any longer: at the expiry of a link, and after each
 * `changed` that took the access away. Where the store cannot tell, it counts as taken: who may look comes back by themselves.
 */
export function watchAccess(rt: Runtime, viewer: Viewer, bin: StoredBin, ended: () => void): AccessWatch {
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const stop = () => {
    stopped = true
    clearTimeout(timer)
    stopAwaiting()
  }
  const end = () => {
    if (stopped) return
    stop()
    ended()
  }
  const awaitExpiry = (expiresAt: number) => {
    const look = () => (expiresAt <= rt.now() ? end() : awaitExpiry(expiresAt))
    timer = setTimeout(look, Math.min(Math.max(0, expiresAt - rt.now()), TIMER_MS_MAX)).unref()
  }
  const changed = () => {
    mayStillLook(rt, viewer, bin).then((may) => may || end(), end)
  }

  const stopAwaiting = rt.live.onMissed(changed)
  if (viewer.via === 'share') awaitExpiry(viewer.share.expiresAt)
  return { changed, stop }
}

async function mayStillLook(rt: Runtime, viewer: Viewer, bin: StoredBin): Promise<boolean> {
  if (viewer.via === 'share') return (await rt.store.findShare(viewer.share.tokenHash)) !== null
  const now = await rt.store.findBin(bin.id)
  return now === null || viewOf(viewer, now) !== null // a bin that is gone says so itself
}

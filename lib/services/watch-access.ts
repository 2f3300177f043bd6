import type { Watch } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor, KeyActor, ShareActor } from './actor'

/** How often the clock is compared with the expiry. A single timer would miss that the clock was set forward. */
const CHECK_MS = 1_000

/**
 * Calls `ended` once, never synchronously, as soon as this actor loses access to the bin: the key or link was revoked or replaced or has
 * expired, or the browser signed out. If the store fails to say whether a link still works, it counts as revoked: a reader with access
 * reconnects.
 */
export function watchAccess(rt: Runtime, actor: Actor, bin: Pick<StoredBin, 'id'>, ended: () => void): Watch {
  if (actor.kind === 'key') return watchKey(rt, actor, ended)
  if (actor.kind === 'share') return watchShare(rt, actor, bin.id, ended)
  return { stop() {} }
}

function watchKey(rt: Runtime, { key, via }: KeyActor, ended: () => void): Watch {
  const stop = () => {
    stopAwaitingEnd()
    stopAwaitingSignOut()
  }
  const end = () => {
    stop()
    ended()
  }
  const stopAwaitingEnd = rt.keyWatch.watch(key, end)
  const stopAwaitingSignOut = rt.live.onSignOut((keyId) => {
    if (via === 'cookie' && key.id === keyId) end()
  })
  return { stop }
}

function watchShare(rt: Runtime, { share }: ShareActor, binId: string, ended: () => void): Watch {
  let stopped = false
  const stop = () => {
    stopped = true
    clearInterval(timer)
    stopAwaitingChange()
    stopAwaitingMissed()
  }
  const end = () => {
    if (stopped) return
    stop()
    ended()
  }
  const check = () => {
    rt.store.findShare(share.tokenHash).then((found) => found || end(), end)
  }
  const timer = setInterval(() => share.expiresAt <= rt.now() && end(), CHECK_MS).unref()
  const stopAwaitingChange = rt.live.onAccessChange((changedId) => changedId === binId && check())
  const stopAwaitingMissed = rt.live.onMissed(check)
  check() // it may have been revoked since it was looked up
  return { stop }
}

import type { Runtime } from '#lib/runtime'
import type { Actor, KeyActor, ShareActor } from './actor'

/** How often the clock is read for an expiry. A timer up to then would miss a clock that is set forward. */
const LOOK_MS = 1_000

export type AccessWatch = {
  /** A share link was revoked: perhaps this one's. */
  changed(): void
  stop(): void
}

/**
 * Calls `ended` once, later, as soon as this actor may not look any longer: their key or link was revoked or replaced or has expired, or
 * the browser signed out. Where the store cannot tell whether a link still works, it counts as revoked: who may look comes back by
 * themselves.
 */
export function watchAccess(rt: Runtime, actor: Actor, ended: () => void): AccessWatch {
  if (actor.kind === 'key') return watchKey(rt, actor, ended)
  if (actor.kind === 'share') return watchShare(rt, actor, ended)
  return { changed() {}, stop() {} }
}

function watchKey(rt: Runtime, { key, via }: KeyActor, ended: () => void): AccessWatch {
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
  return { changed() {}, stop }
}

function watchShare(rt: Runtime, { share }: ShareActor, ended: () => void): AccessWatch {
  let stopped = false
  const stop = () => {
    stopped = true
    clearInterval(timer)
    stopAwaiting()
  }
  const end = () => {
    if (stopped) return
    stop()
    ended()
  }
  const changed = () => {
    rt.store.findShare(share.tokenHash).then((found) => found || end(), end)
  }
  const timer = setInterval(() => share.expiresAt <= rt.now() && end(), LOOK_MS).unref()
  const stopAwaiting = rt.live.onMissed(changed)
  changed() // it may have been revoked after it was looked up
  return { changed, stop }
}

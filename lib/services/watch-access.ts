import type { Runtime } from '#lib/runtime'
import type { Actor, KeyActor, ShareActor } from './actor'

/** How often the clock is compared with the expiry. A single timer would miss that the clock was set forward. */
const CHECK_MS = 1_000

export type AccessWatch = {
  /** Call when a share link of the bin was revoked. It may be this one. */
  changed(): void
  stop(): void
}

/**
 * Calls `ended` once, never synchronously, as soon as this actor loses access: the key or link was revoked or replaced or has expired, or the
 * browser signed out. If the store fails to say whether a link still works, it counts as revoked: a reader with access reconnects.
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
  const timer = setInterval(() => share.expiresAt <= rt.now() && end(), CHECK_MS).unref()
  const stopAwaiting = rt.live.onMissed(changed)
  changed() // it may have been revoked since it was looked up
  return { changed, stop }
}

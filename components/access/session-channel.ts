// The tabs of a browser share a cookie, so they notify each other of changes to it.

const NAME = 'creel:session'

/** Notifies the other tabs that this browser's key was removed or replaced. */
export function announceSessionChange(): void {
  const channel = new BroadcastChannel(NAME)
  channel.postMessage('changed')
  channel.close()
}

/** Calls back when another tab signed out or in, until the returned function is called. */
export function onSessionChange(callback: () => void): () => void {
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = callback
  return () => channel.close()
}

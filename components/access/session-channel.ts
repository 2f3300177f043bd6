// The tabs of one browser share a cookie: what one does to it the others hear.

const NAME = 'creel:session'

/** Tells the other tabs that this browser's key is gone or another one. */
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

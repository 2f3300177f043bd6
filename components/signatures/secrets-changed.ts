const NAME = 'creel:secrets'

/** A secret was added, edited or deleted in this page: what was judged by the old ones is judged again. */
export function announceSecretsChange(): void {
  window.dispatchEvent(new Event(NAME))
}

/** Calls back on each such change, until the returned function is called. */
export function onSecretsChange(callback: () => void): () => void {
  window.addEventListener(NAME, callback)
  return () => window.removeEventListener(NAME, callback)
}

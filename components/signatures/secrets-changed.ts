const NAME = 'creel:secrets'

/** A secret was added, edited or deleted in this page, so verdicts by the old secrets are outdated. */
export function announceSecretsChange(): void {
  window.dispatchEvent(new Event(NAME))
}

/** Calls back on each such change, until the returned function is called. */
export function onSecretsChange(callback: () => void): () => void {
  window.addEventListener(NAME, callback)
  return () => window.removeEventListener(NAME, callback)
}

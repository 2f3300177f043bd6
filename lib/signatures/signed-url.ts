/**
 * The URL that a provider signs: `known` as its owner wrote it into the provider's settings, with the query of the request if it has none
 * of its own; without `known`, the URL that was called.
 */
export function signedUrl(called: string, known: string | null): string {
  if (known === null || known === '') return called
  const query = called.indexOf('?')
  return known.includes('?') || query < 0 ? known : known + called.slice(query)
}

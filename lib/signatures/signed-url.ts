/**
 * The URL that a provider signs: `known`, as the owner entered it in the provider's settings, plus the request's query if it has no query
 * of its own; without `known`, the URL that was called.
 */
export function signedUrl(called: string, known: string | null): string {
  if (known === null || known === '') return called
  const query = called.indexOf('?')
  return known.includes('?') || query < 0 ? known : known + called.slice(query)
}

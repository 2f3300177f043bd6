import type { SendRequest } from './guarded-request'

/** Keys and certificates that providers publish. */
export type ProviderKeys = {
  /** The document at this URL, or null if it cannot be fetched now. URLs come from `Scheme.keyUrl`, so their hosts belong to providers. */
  get(url: string): Promise<string | null>
  /** The documents fetched so far, by URL. */
  cached(): ReadonlyMap<string, string>
}

const TIMEOUT_MS = 5_000
const DOCUMENT_BYTES_MAX = 256 * 1024
const DOCUMENTS_MAX = 100
/** Google rotates its keys about daily, and publishes new ones hours before it uses them. */
const FRESH_MS = 3_600_000
/** After a failure, a document is not fetched again for this long. */
const FAILED_MS = 60_000

export function createProviderKeys(send: SendRequest, now: () => number): ProviderKeys {
  const documents = new Map<string, string>()
  const cache = new Map<string, { at: number; document: Promise<string | null>; failed: boolean }>()

  async function fetchDocument(url: string): Promise<string | null> {
    const { status, responseBody, responseTruncated, error } = await send({
      url,
      method: 'GET',
      headers: [['accept', 'application/json, application/x-pem-file, */*']],
      body: new Uint8Array(),
      timeoutMs: TIMEOUT_MS,
      responseBytesMax: DOCUMENT_BYTES_MAX,
      share: 'provider keys',
    })
    return error || status !== 200 || responseTruncated ? null : new TextDecoder().decode(responseBody)
  }

  return {
    get(url) {
      const before = cache.get(url)
      if (before && now() - before.at < (before.failed ? FAILED_MS : FRESH_MS)) return before.document
      const entry = { at: now(), failed: false, document: Promise.resolve<string | null>(null) }
      entry.document = fetchDocument(url)
        .catch(() => null)
        .then((document) => {
          entry.failed = document === null
          if (document !== null) documents.set(url, document)
          return document ?? documents.get(url) ?? null
        })
      cache.set(url, entry)
      for (const [oldest] of cache.size > DOCUMENTS_MAX ? cache : []) {
        cache.delete(oldest)
        documents.delete(oldest)
        break
      }
      return entry.document
    },
    cached: () => documents,
  }
}

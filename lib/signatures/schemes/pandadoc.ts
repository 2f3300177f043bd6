import { defineScheme } from '../define-scheme'
import type { Mechanism, SentSignature } from '../scheme'
import { textKey } from '../secret'
import { signatureText } from '../signature-text'

const SIGNATURE = { algorithm: 'hmac-sha256', encoding: 'hex' } as const

const inTheQuery: Mechanism = {
  headers: [],
  timestamp: null,
  signsBody: true,
  needsUrl: false,
  keys: textKey,
  signedStrings: ({ body }) => [[body]],
  claim({ url, headers }) {
    const text = queryOf(url).get('signature')
    const isPandadoc = headers.some(([name, value]) => name.toLowerCase() === 'user-agent' && /pandadoc/i.test(value))
    if (text === null || !(isPandadoc || /^[0-9a-f]{64}$/i.test(text))) return { found: 'nothing' }
    const signatures: SentSignature[] = [{ text, ...SIGNATURE }]
    return { found: 'signatures', header: '?signature', signatures, timestamp: '', id: '', signedAt: null }
  },
  sign({ request, material, crypto, alter }) {
    const query = queryOf(request.url)
    query.set('signature', alter(signatureText(SIGNATURE, textKey(material)[0], [request.body], crypto)))
    return { headers: [], url: `${request.url.split('?')[0]}?${query}` }
  },
}

/** `?signature=<hex>` in the query of the URL, over the body. */
export const pandadoc = defineScheme(
  {
    id: 'pandadoc',
    label: 'PandaDoc',
    secretHint: 'The shared key of the webhook (Developer Dashboard, Configuration)',
    docs: 'https://developers.pandadoc.com/docs/webhook-verification',
    oracle: 'documentation',
  },
  inTheQuery,
)

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
}

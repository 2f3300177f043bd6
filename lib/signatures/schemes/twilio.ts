import { defineScheme } from '../define-scheme'
import { urlFormScheme } from '../families/url-form'

/**
 * Base64, HMAC-SHA1 over the URL and the sorted form fields. For a JSON body, `bodySHA256` in the URL's query holds its hash. Twilio's libraries
 * accept the URL with and without its standard port, and with the escapes of Node's legacy querystring.
 */
export const twilio = defineScheme(
  {
    id: 'twilio',
    label: 'Twilio',
    secretHint: 'The auth token of the account (Console, Account info)',
    docs: 'https://www.twilio.com/docs/usage/security#validating-requests',
    oracle: 'vector: twilio-node tests',
    senders: ['twilio'],
  },
  urlFormScheme({ header: 'X-Twilio-Signature', bodyHashParameter: 'bodySHA256', otherUrls }),
)

function otherUrls(url: string): string[] {
  const other = withOtherPort(url)
  return [url, other].flatMap((each) => (each === null ? [] : [...(each === url ? [] : [each]), ...legacyEscapes(each)]))
}

/** The URL with its scheme's default port added, or removed if it is there. */
function withOtherPort(url: string): string | null {
  const parts = /^(https?):\/\/([^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d+)?(.*)$/is.exec(url)
  if (!parts) return null
  const [, scheme, user = '', host, port, rest] = parts
  const standard = scheme!.toLowerCase() === 'https' ? ':443' : ':80'
  return `${scheme}://${user}${host}${port === undefined ? standard : ''}${rest}`
}

function legacyEscapes(url: string): string[] {
  const query = url.indexOf('?')
  if (query < 0 || !/[']|%27/.test(url.slice(query))) return []
  return [
    url.slice(0, query) + url.slice(query).replaceAll("'", '%27'),
    url.slice(0, query) + url.slice(query).replaceAll('%27', "'"),
  ]
}

import { utf8Text } from '#lib/core/content'
import { FORM_TYPE, mediaType } from '#lib/core/content-type'
import { headerValue } from '#lib/core/headers'
import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyForm, bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme } from '../families/body-fields'
import type { SignatureRequest } from '../scheme'

type Sent = Pick<SignatureRequest, 'headers' | 'body'>

/**
 * `event.event_hash` in the form field `json`: hex over event time and event type, keyed with the API key. The rest of the event is not signed.
 */
export const dropboxSign = defineScheme(
  {
    id: 'dropbox-sign',
    label: 'Dropbox Sign',
    secretHint: 'The API key of the account (API settings)',
    docs: 'https://developers.hellosign.com/docs/events/walkthrough/#event-security',
    oracle: 'vector: dropbox-sign-node tests',
  },
  bodyFieldsScheme({
    field: 'event.event_hash',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    timestamp: { unit: 's', future: true },
    read(request) {
      const event = valueAt(bodyJson(jsonPart(request)), 'event')
      const [signature, time, type] = ['event_hash', 'event_time', 'event_type'].map((name) => textAt(event, name))
      if (time == null || type == null) return null
      return signature == null ? 'the event has no event_hash' : [{ signature, signed: time + type, timestamp: time }]
    },
    write(request, sign, time) {
      const json = utf8Text(jsonPart(request)) ?? ''
      const callback = bodyJson(jsonPart(request)) as { event: { event_type: string } }
      const event = { ...callback.event, event_time: time, event_hash: sign(time + callback.event.event_type) }
      const signed = JSON.stringify({ ...callback, event })
      const body = utf8Text(request.body) ?? ''
      return utf8(isForm(request) ? new URLSearchParams({ json: signed }).toString() : body.replace(json, () => signed))
    },
  }),
)

/** The bytes of the form field `json`, or the body itself if it is JSON. */
function jsonPart(request: Sent): Uint8Array {
  if (isForm(request)) return utf8(new Map(bodyForm(request.body) ?? []).get('json') ?? '')
  const text = utf8Text(request.body)
  const part = text && /\bname="?json"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n([\s\S]*?)\r?\n--/.exec(text)
  return part ? utf8(part[1]!) : request.body
}

function isForm({ headers }: Sent): boolean {
  return mediaType(headerValue(headers, 'content-type')) === FORM_TYPE
}

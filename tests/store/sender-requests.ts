import type { NewCapture } from '#lib/store/stored-capture'
import { sampleParts } from '../lib/senders/sample'
import { SAMPLES } from '../lib/senders/samples'
import { aCapture } from './fixtures'

/** A request of every known sender and some of unknown ones, in the form in which they are stored. */
export function senderRequests(binKey: number): NewCapture[] {
  const known = SAMPLES.map((sample) => {
    const { method, query, body } = sampleParts(sample, 'body')
    const rawHeaders = Object.entries(sample.headers ?? {}).flat()
    return { method, target: `/in/x/hook${query === null ? '' : `?${query}`}`, rawHeaders, body: Buffer.from(body as Uint8Array) }
  })
  const unknown = [
    '{"type":"İnvoice.PAID"}',
    '{"event":"a%b_c"}',
    '{"type":"invoice_paid"}',
    '{"type":"Kasse\\\\offen"}',
    'text',
    '',
  ]
  const more = unknown.map((text, i) => ({ body: Buffer.from(text), rawHeaders: i % 2 ? ['Idempotency-Key', `k_${i}%`] : [] }))
  return [...known, ...more].map((parts) => aCapture(binKey, parts))
}

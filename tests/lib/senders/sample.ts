import type { SenderId } from '#lib/senders/index'
import { type Recognised, recognise } from '#lib/senders/recognise'
import type { RequestParts } from '#lib/senders/see-request'

/** A request as the provider's documentation shows it. An object as body goes as JSON. */
export type Sample = {
  provider: SenderId
  name?: string
  method?: string
  query?: string
  headers?: Record<string, string>
  body?: object | string
  event: string | null
  summary: string | null
  messageId: string | null
  /** What headers alone tell: the event (null where they name the provider only), `false` where they tell nothing. */
  byHeaders: string | null | false
}

export function recognised(sample: Sample, look: 'headers' | 'body'): Recognised | null {
  return recognise(sampleParts(sample, look))
}

export function sampleParts({ method = 'POST', query, headers = {}, body }: Sample, look: 'headers' | 'body'): RequestParts {
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
  return {
    method,
    query: query ?? null,
    header: (name) => headers[name] ?? null,
    body: look === 'headers' ? null : new TextEncoder().encode(text),
  }
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

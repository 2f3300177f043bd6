import type { SenderId } from '#lib/senders/index'
import type { RequestParts } from '#lib/senders/parse-request'
import { type Recognised, recognise } from '#lib/senders/recognise'

/** A request as in the provider's documentation. An object as body is sent as JSON. */
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
  /** What headers alone reveal: the event, null if only the provider, or `false` if nothing. */
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

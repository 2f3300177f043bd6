import { describe, expect, test } from 'vitest'
import { recognise } from '#lib/senders/recognise'
import { recognised, type Sample } from './sample'
import { SAMPLES } from './samples'

const named = SAMPLES.map((sample): [string, Sample] => [`${sample.provider} ${sample.name ?? ''}`.trim(), sample])

/** Senders that relay other senders' requests under their own headers, which is all that a list can see. */
const RELAYS = new Set(['svix', 'standard-webhooks', 'cloudevents', 'aws-sns', 'google-pubsub', 'azure-event-grid', 'github'])

/** The body has the event's id, the header only the attempt's. */
const BETTER_ID_IN_BODY = new Set(['pagerduty', 'zendesk'])

/** Signed like Svix by any service, so only the body can tell the sender. */
const isSvix = ({ headers = {} }: Sample) => 'svix-id' in headers

describe('facts from headers alone are equal to or fewer than those from the whole capture', () => {
  test.each(named)('%s', (_, sample) => {
    const listed = recognised(sample, 'headers')
    const opened = recognised(sample, 'body')!
    if (listed === null) return
    if (listed.provider !== opened.provider) {
      expect(RELAYS).toContain(listed.provider)
      return
    }
    if (listed.event !== null && listed.event !== 'Notification')
      expect(opened.event!.startsWith(listed.event), `${listed.event}, ${opened.event}`).toBe(true)
    if (listed.messageId !== null && !BETTER_ID_IN_BODY.has(listed.provider)) expect(opened.messageId).toBe(listed.messageId)
  })
})

describe('headers of one sender with the body of another are never recognised as a third', () => {
  test.each(named.filter(([, sample]) => !isSvix(sample)))('%s', (_, sample) => {
    const wrong: string[] = []
    for (const other of SAMPLES) {
      const mixed = { ...other, headers: sample.headers, method: sample.method, query: sample.query }
      const found = recognised(mixed, 'body')?.provider ?? null
      const asSent = [sample.provider, other.provider, recognised(sample, 'headers')?.provider, null]
      if (!asSent.includes(found)) wrong.push(`${other.provider}: ${found}`)
    }
    expect(wrong).toEqual([])
  })
})

const MEGABYTE = 1 << 20
const HOSTILE = [
  '',
  ' ',
  '\u0000\u0001\u001b[31m',
  '\u202egnp.exe\u2066',
  '\ud800',
  '<img src=x onerror=alert(1)>',
  'x'.repeat(MEGABYTE),
  '='.repeat(MEGABYTE),
  ' ,;:'.repeat(MEGABYTE / 4),
]

describe('hostile headers yield one short line or nothing', () => {
  test.each(named)('%s', (_, { method = 'POST', query = null, headers = {}, body }) => {
    const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
    for (const value of HOSTILE) {
      const header = (name: string) => (name in headers ? value : null)
      for (const seen of [null, text]) {
        const found = recognise({ method, query, header, body: seen })
        for (const shown of [found?.event, found?.summary, found?.messageId]) {
          expect((shown ?? '').length).toBeLessThanOrEqual(200)
          expect(shown ?? '').not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        }
      }
    }
  })
})

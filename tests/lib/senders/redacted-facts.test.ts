import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { redactCapture } from '#lib/core/redact'
import { runSteps } from '#lib/core/redact/steps'
import { readFacts, senderOf } from '#lib/senders/read-facts'
import { headerIndex } from '#lib/senders/recognise'
import { propertyRuns } from '../../property-runs'
import { aCapture } from '../exporters/captures'
import type { Sample } from './sample'
import { SAMPLES } from './samples'

// A redacted link shows the event and the message id of a capture. They come from its headers and body, so they must not be values that the
// link masks there.

function captureOf({ method = 'POST', query = undefined, headers = {}, body = '' }: Partial<Sample>): Capture {
  const type = { 'content-type': 'application/json', ...headers }
  const parts = {
    method,
    query: query ?? null,
    headers: Object.entries(type),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
  const facts = readFacts({ ...parts, header: headerIndex(parts.headers) })
  return { ...aCapture(parts), messageId: facts.messageId, sender: senderOf(facts) }
}

/** `X-Event-Key` is masked because of its name, but a value like this can only be an event. */
const EVENT_OF_BITBUCKET = /^repo:[a-z_:]+$/

/** Texts of at least 4 characters that the redacted capture lacks. */
function maskedTexts(capture: Capture, shown: Capture): string[] {
  const body = Buffer.from(decodeBytes(shown.body)).toString()
  const remains = JSON.stringify([shown.headers, shown.query, body, [...new URLSearchParams(body).values()]])
  const text = Buffer.from(decodeBytes(capture.body)).toString()
  const values = [
    ...capture.headers.map(([, value]) => value),
    ...new URLSearchParams(capture.query ?? '').values(),
    ...(text.startsWith('{') || text.startsWith('[') ? leaves(JSON.parse(text)) : new URLSearchParams(text).values()),
  ]
  return values.filter(
    (value) => value.length >= 4 && !EVENT_OF_BITBUCKET.test(value) && !remains.includes(JSON.stringify(value).slice(1, -1)),
  )
}

function leaves(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves)
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

test.each(SAMPLES.map((sample) => [`${sample.provider} ${sample.name ?? ''}`.trim(), sample] as const))(
  'event and message id of %s are never masked values',
  (_, sample) => {
    const capture = captureOf(sample)
    const shown = runSteps(redactCapture(capture, null))
    expect(shown.sender).toMatchObject({ provider: sample.provider, summary: null })
    for (const masked of maskedTexts(capture, shown)) {
      expect(shown.sender?.event ?? '').not.toContain(masked)
      expect(shown.messageId ?? '').not.toContain(masked)
    }
  },
)

test("masks an unknown sender's event like the body does", () => {
  const word = fc.constantFrom(
    'order.created',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'password=hunter2hunter2',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmnop',
    'a b',
    'https://u:hunter2@x.test/',
  )
  const text = fc.oneof(
    word,
    fc.string({ maxLength: 60 }),
    fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(fc.constantFrom('type', 'event', 'action'), text, (name, value) => {
      const capture = captureOf({ body: { [name]: value } })
      const shown = runSteps(redactCapture(capture, null))
      if (!capture.sender || shown.bodyShown === 'withheld' || capture.sender.event !== value) return
      const body = JSON.parse(Buffer.from(decodeBytes(shown.body)).toString()) as Record<string, string>
      expect(shown.sender?.event).toBe(body[name])
    }),
    { numRuns: propertyRuns(500) },
  )
})

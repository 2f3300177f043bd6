import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactBody } from '#lib/core/redact/body'
import { runSteps } from '#lib/core/redact/steps'
import { redactText } from '#lib/core/redact/text'
import { base64, base64url, entities, escaped, hex, percentEncoded, quotedPrintable, spellings } from '../../api/redaction/form'
import { propertyRuns } from '../../property-runs'

const NAMES = ['password', 'apiKey', 'X-Auth-Token', 'client_secret', 'Passwort', 'DB_PASSWORD', 'refresh_token', 'privateKey']
const secret = fc.stringMatching(/^[a-zA-Z0-9]{14,24}$/).map((text) => `zq7${text}`)
const word = fc.stringMatching(/^[b-df-h]{3,8}$/)

/** Notations for a name with its value. */
const NOTATIONS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => JSON.stringify({ [name]: value }),
  (name, value) => JSON.stringify({ list: [{ name, value }] }),
  (name, value) => JSON.stringify([[name, value]]),
  (name, value) => `${name}: ${value}`,
  (name, value) => `${name}=${value}`,
  (name, value) => `a=1&${name}=${value}&b=2`,
  (name, value) => `<r><${name}>${value}</${name}></r>`,
  (name, value) => `<r ${name}="${value}"/>`,
  (name, value) => `user: ada\n${name}:\n  ${value}\nother: 1`,
  (name, value) => `{'user': 'ada', '${name}': '${value}'}`,
]
/** Encodings and containers around a text. */
const WRAPPINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  base64,
  base64url,
  hex,
  percentEncoded,
  encodeURIComponent,
  escaped,
  entities,
  quotedPrintable,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify({ message: text }),
  (text) => JSON.stringify({ a: [1, { b: text }, null] }),
  (text) => `see ${text}`,
]

const planting = fc.record({
  name: fc.constantFrom(...NAMES),
  value: secret,
  write: fc.constantFrom(...NOTATIONS),
  wraps: fc.array(fc.constantFrom(...WRAPPINGS), { maxLength: 4 }),
  before: word,
  after: word,
})

test('no planted secret survives in any notation and nesting', () => {
  fc.assert(
    fc.property(planting, ({ name, value, write, wraps, before, after }) => {
      const text = wraps.reduce((inner, wrap) => wrap(inner), write(name, value))
      const body = JSON.stringify({ [before]: 1, inner: text, [after]: [text] })
      const shown = runSteps(redactBody({ encoding: 'utf8', data: body }, [])).body.data + redactText(text)
      for (const spelling of spellings(value)) expect(shown).not.toContain(spelling)
    }),
    { numRuns: propertyRuns(1500) },
  )
})

test('a body that is not read to its end is never shown', () => {
  fc.assert(
    fc.property(secret, fc.nat(200), fc.constantFrom('', '&', ';', '=', ' ok', ',', '}'), (value, cut, tail) => {
      const whole = JSON.stringify({ a: { b: [1, 2], password: value }, c: value.length })
      const text = whole.slice(0, Math.max(1, whole.length - (cut % whole.length))) + tail
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
        const { body } = runSteps(redactBody({ encoding: 'utf8', data: text }, [['content-type', type]]))
        expect(body.data).not.toContain(value)
      }
    }),
    { numRuns: propertyRuns(500) },
  )
})

test('masking twice changes nothing', () => {
  fc.assert(
    fc.property(planting, ({ name, value, write, wraps }) => {
      const once = redactText(wraps.slice(0, 1).reduce((inner, wrap) => wrap(inner), write(name, value)))
      expect(redactText(once)).toBe(once)
    }),
    { numRuns: 300 },
  )
})

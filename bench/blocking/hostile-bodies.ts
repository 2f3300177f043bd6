/** A body of 1 MiB that is built to make the search for credentials slow. */
export type HostileBody = { name: string; type: string; body: string }

const MIB = 2 ** 20
const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'

const fill = (text: string, chars = MIB - 100) => text.repeat(Math.ceil(chars / text.length)).slice(0, chars)
const text = (value: string) => JSON.stringify(value)
const inText = (value: string) => `{"text":${text(value)}}`

/** Wraps JSON in a string, `times` times. Each level doubles the quotes and backslashes. */
function wrapped(value: string, times: number): string {
  return times === 0 ? value : wrapped(inText(value), times - 1)
}

export const HOSTILE_BODIES: readonly HostileBody[] = [
  { name: 'a form of &', type: FORM, body: fill('&') },
  { name: 'a form of a=1&', type: FORM, body: fill('a=1&') },
  { name: 'a form of token=%41&', type: FORM, body: fill('token=%41&') },
  { name: 'a form whose value is JSON', type: FORM, body: `payload=${encodeURIComponent('{"token":"abc"},'.repeat(30_000))}` },
  { name: '[1,1,…', type: JSON_TYPE, body: `[${'1,'.repeat(500_000)}1]` },
  { name: '{"token":"…"} in a list', type: JSON_TYPE, body: `[${'{"token":"secret"},'.repeat(55_000)}0]` },
  {
    name: '[[[… 99 deep, in a list',
    type: JSON_TYPE,
    body: `[${Array.from({ length: 5_000 }, () => `${fill('[', 99)}${fill(']', 99)}`)}]`,
  },
  { name: 'a text of \\u0041', type: JSON_TYPE, body: `{"a":"${'\\u0041'.repeat(170_000)}"}` },
  { name: 'JSON in a string, five times', type: JSON_TYPE, body: wrapped(`[${'{"k":1},'.repeat(1_500)}0]`, 5) },
  { name: 'a text of token=', type: JSON_TYPE, body: inText(fill('token=')) },
  { name: 'a text of password: x', type: JSON_TYPE, body: inText(fill('password: x ')) },
  { name: 'a text of =', type: JSON_TYPE, body: inText(fill('=')) },
  { name: 'a text of base64', type: JSON_TYPE, body: inText(fill('QUJD')) },
  { name: 'a text of base64 words', type: JSON_TYPE, body: inText(fill('eyJhIjoxfQ== ')) },
  { name: 'a text of <a b="c">', type: JSON_TYPE, body: inText(fill('<a b="c">')) },
  { name: 'a text of URLs', type: JSON_TYPE, body: inText(fill('https://u:p@h/?token=a ')) },
  { name: 'a text of Bearer', type: JSON_TYPE, body: inText(fill('bearer ')) },
  { name: 'a text of private keys', type: JSON_TYPE, body: inText(fill('-----BEGIN PRIVATE KEY-----')) },
  // Longer texts are hidden without being read, so this holds many texts of the greatest length that is read.
  ...['\\', '=[ш', '%ff=', 'password a b=', 'GET /services/T', 'password,b\n'].map((text) => ({
    name: `texts of ${JSON.stringify(text)}`,
    type: JSON_TYPE,
    body: `[${Array.from({ length: 5 }, () => inText(fill(text, 90_000)))}]`,
  })),
  { name: 'a million lines', type: 'application/x-ndjson', body: fill('1\n') },
]

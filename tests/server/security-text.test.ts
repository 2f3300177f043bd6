import { afterEach, expect, test } from 'vitest'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel | null = null
afterEach(() => creel?.close())

const PATH = '/.well-known/security.txt'

async function fieldsOf(env: Record<string, string>, host: string): Promise<Record<string, string>> {
  creel = await startCreel({ env })
  const answer = await sendRaw(creel.port, `GET ${PATH} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  const lines = answer.body.toString().trimEnd().split('\n')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]))
}

test("names the operator's contact, and is valid for some months", async () => {
  const contact = 'mailto:security@creel.example'
  const fields = await fieldsOf({ CREEL_ORIGIN: 'https://creel.example', CREEL_SECURITY_CONTACT: contact }, 'creel.example')
  expect(fields).toEqual({
    Contact: contact,
    Expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/),
    'Preferred-Languages': 'en',
    Canonical: `https://creel.example${PATH}`,
    Policy: 'https://creel.example/help#security',
  })
  const days = (Date.parse(fields.Expires!) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(170)
  expect(days).toBeLessThan(365)
})

test('without a contact, names the page that explains how to report', async () => {
  expect(await fieldsOf({}, '127.0.0.1')).toMatchObject({ Contact: 'http://127.0.0.1/help#security' })
})

test('answers HEAD without a body, and no other method', async () => {
  creel = await startCreel()
  const head = await sendRaw(creel.port, `HEAD ${PATH}?x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
  expect([head.status, head.body.byteLength]).toEqual([200, 0])
  expect((await sendRaw(creel.port, `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n`)).status).toBe(405)
  expect((await sendRaw(creel.port, `GET ${PATH}x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)).status).toBe(404)
})

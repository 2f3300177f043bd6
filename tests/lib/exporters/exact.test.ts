import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { endToEndHeaders } from '#lib/core/headers'
import { exportRequest } from '#lib/exporters/export-request'
import { exporters } from '#lib/exporters/index'
import { rawHttpBytes } from '#lib/exporters/raw-http'
import { asciiTarget } from '#lib/exporters/request-facts'
import { EDGE_CASES } from './captures'
import { openReceiver, parseRequest, type RawReceiver, type ReceivedRequest } from './raw-receiver'
import { RUNNERS, type Runner, runExport, succeeds } from './run-export'

let receiver: RawReceiver
beforeAll(async () => {
  receiver = await openReceiver()
})
afterAll(() => receiver.close())

async function arrives(kind: keyof typeof exporters, runner: Runner, capture: Capture): Promise<ReceivedRequest> {
  const { text } = exporters[kind].write(exportRequest(capture, { origin: receiver.origin }))
  await runExport(runner, text)
  return receiver.take()
}

/** Headers that a tool may add: of the connection, or the length of an empty body. */
const CONNECTION_HEADERS = /^(?:host|content-length|connection)$/i

const endToEnd = (headers: ReceivedRequest['headers']) => headers.filter(([name]) => !CONNECTION_HEADERS.test(name))

function expectBody(received: ReceivedRequest, capture: Capture): void {
  const body = decodeBytes(capture.body)
  expect(received.method).toBe(capture.method)
  expect(received.body.equals(body)).toBe(true)
}

describe.each([
  ['curl', RUNNERS.bash],
  ['node', RUNNERS.node],
  ['python', RUNNERS.python],
] as const)('%s sends method, target, headers in order and body byte for byte', (kind, runner) => {
  test.each(EDGE_CASES)('%s', async (_, capture) => {
    const received = await arrives(kind, runner, capture)
    expectBody(received, capture)
    expect(received.target).toBe(kind === 'python' ? asciiTarget(capture.url) : capture.url)
    expect(endToEnd(received.headers)).toEqual(endToEndHeaders(capture.headers))
    expect(received.headers[0]![0]).toBe('Host')
  })
})

test.each(EDGE_CASES)('curl runs in a plain sh unless its notes ask for bash: %s', async (_, capture) => {
  const { notes } = exporters.curl.write(exportRequest(capture, { origin: receiver.origin }))
  if (notes.some((note) => note.includes('bash'))) return
  expectBody(await arrives('curl', RUNNERS.sh, capture), capture)
})

test.each(EDGE_CASES)('curl gets no percent escape in its URL, because versions since 8.20 rewrite those: %s', (_, capture) => {
  const { text } = exporters.curl.write(exportRequest(capture, { origin: 'http://creel.test' }))
  expect(/--url (\S+)/.exec(text)![1]).toMatch(/^'?http:\/\/creel\.test[^%]*$/)
})

/** One line per name, like tools with a map of headers. */
function joined(headers: readonly (readonly [string, string])[]): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    values[lower] = lower in values ? `${values[lower]}, ${value}` : value
  }
  return values
}

type Tool = { kind: keyof typeof exporters; runner: Runner /** Headers it adds. */; added: RegExp; installed: boolean }

const TOOLS: Tool[] = [
  {
    kind: 'fetch',
    runner: RUNNERS.node,
    added: /^(?:accept|accept-language|sec-fetch-mode|user-agent|accept-encoding)$/,
    installed: true,
  },
  { kind: 'python-requests', runner: RUNNERS.python, added: /^$/, installed: succeeds('python3', '-I', '-c', 'import requests') },
  { kind: 'go', runner: RUNNERS.go, added: /^$/, installed: succeeds('go', 'version') },
  { kind: 'httpie', runner: RUNNERS.bash, added: /^(?:accept-encoding|user-agent)$/, installed: succeeds('http', '--version') },
]

const installed = TOOLS.filter((tool) => tool.installed)

test.skipIf(installed.length === TOOLS.length)('skips tools that are not installed', ({ skip }) => {
  skip(
    TOOLS.filter((tool) => !tool.installed)
      .map(({ kind }) => kind)
      .join(', '),
  )
})

describe.each(installed)(
  '$kind sends the body byte for byte, and notes everything else that it changes',
  ({ kind, runner, added }) => {
    test.each(EDGE_CASES)('%s', { timeout: 60_000 }, async (_, capture) => {
      const request = exportRequest(capture, { origin: receiver.origin })
      const { notes } = exporters[kind].write(request)
      const received = await arrives(kind, runner, capture)
      expectBody(received, capture)
      if (!notes.some((note) => /path or query|absolute form/.test(note))) expect(received.target).toBe(capture.url)
      const expected = joined(endToEndHeaders(capture.headers))
      const came = joined(endToEnd(received.headers))
      for (const name of Object.keys(came)) if (added.test(name) && !(name in expected)) delete came[name]
      if (!notes.some((note) => note.includes('UTF-8'))) expect(came).toEqual(expected)
    })
  },
)

test.each(EDGE_CASES)('raw HTTP is the exact message: %s', (_, capture) => {
  const request = exportRequest(capture, { origin: 'http://example.test:81' })
  const received = parseRequest(Buffer.from(rawHttpBytes(request)))!
  expectBody(received, capture)
  expect(received.target).toBe(capture.url)
  expect(received.headers[0]).toEqual(['Host', 'example.test:81'])
  expect(endToEnd(received.headers)).toEqual(endToEndHeaders(capture.headers))
})

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { endToEndHeaders } from '#lib/core/headers'
import { exportRequest } from '#lib/exporters/export-request'
import { exporters } from '#lib/exporters/index'
import { pastedText } from '#lib/exporters/pasted-text'
import { aCapture, EDGE_CASES } from './captures'
import { openReceiver, type RawReceiver } from './raw-receiver'
import { succeeds } from './run-export'

let receiver: RawReceiver
beforeAll(async () => {
  receiver = await openReceiver()
})
afterAll(() => receiver.close())

const SHELLS = [
  ['bash', 'bash --norc --noprofile -i'],
  ['zsh', 'zsh -f -i'],
] as const

/** Types `text` into an interactive shell on its own terminal, after a command that history expansion could repeat. */
async function paste(shell: string, text: string): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'creel-paste-'))
  try {
    const env = { ...process.env, HOME: home, LANG: 'C.UTF-8', TERM: 'dumb', HISTFILE: '' }
    const child = spawn('script', ['--quiet', '--return', '--command', shell, '/dev/null'], { cwd: home, env })
    child.stdout.resume()
    child.stderr.resume()
    child.stdin.end(`echo old\n${text}\nexit 0\n`)
    await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

const hasTerminal = succeeds('script', '--version')

/** Text that an interactive shell treats differently from a script. */
const TYPED: readonly [name: string, capture: Capture][] = [
  ['a line that begins with ^', aCapture({ body: 'a\n^old^new^\n^\nb' })],
  ['a first line that begins with ^', aCapture({ body: '^old^new' })],
  ['history events on the first line', aCapture({ body: `!! !$ !old !-1 !?o? it's !x` })],
  ['history events on later lines', aCapture({ body: `a\n!! !$\nit's !old\n!` })],
  ['quotes and history', aCapture({ body: `it's\n"!old"\n'^old^new'\n\\'!!` })],
  ['tabs, carriage returns and keys that edit a line', aCapture({ body: 'a\tb\r\nc\x01d\x15e\x17f\x7fg\x1b[Ah\x03i\x04' })],
  ['comments, heredocs and prompts', aCapture({ body: '# no\n<<BODY\n$ %\n> x\nexit 1\n' })],
  ['trailing and leading line feeds', aCapture({ body: '\n\n^a\n\n' })],
  ['a header with history events', aCapture({ headers: [['X-A', `!! ^old^new it's !$`]], body: 'x' })],
  ['a target with history events', aCapture({ url: `/in/b1/!!/^old^new?q='!$` })],
  ['a note that names an odd header', aCapture({ trailers: [["x-!!-'", '1']], body: 'x' })],
]

const short = ([, capture]: readonly [string, Capture]) => capture.body.data.length < 3_000

describe.each(SHELLS)('a curl command pasted into %s sends what was captured', (shell, command) => {
  test.skipIf(!hasTerminal || !succeeds(shell, '-c', 'true')).each([...TYPED, ...EDGE_CASES.filter(short)])(
    '%s',
    { timeout: 60_000 },
    async (_, capture) => {
      const exported = exporters.curl.write(exportRequest(capture, { origin: receiver.origin }))
      await paste(command, pastedText(exporters.curl, exported))
      const received = receiver.take()
      expect(received.body.equals(decodeBytes(capture.body))).toBe(true)
      expect(received).toMatchObject({ method: capture.method, target: capture.url })
      const sent = received.headers.filter(([name]) => !/^(?:host|content-length|connection)$/i.test(name))
      expect(sent).toEqual(endToEndHeaders(capture.headers))
    },
  )
})

test('the text starts with its notes, as comments in its language', () => {
  const capture = aCapture({ url: '/in/b1/a%2fb', trailers: [['X-T', '1']] })
  const request = exportRequest(capture, { origin: 'http://x.test' })
  const first = (id: keyof typeof exporters) => pastedText(exporters[id], exporters[id].write(request)).split('\n')[0]
  expect(first('curl')).toBe(": 'Note: Trailers are left out: X-T.'")
  expect(first('python')).toBe('# Note: Trailers are left out: X-T.')
  expect(first('go')).toBe('// Note: Trailers are left out: X-T.')
  expect(first('raw-http')).toMatch(/^POST /)
})

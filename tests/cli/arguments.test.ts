import { expect, test } from 'vitest'
import { parseFlags, readChoice, readCount, readDuration, readTimeLimit } from '../../cli/arguments'
import { readCommandLine } from '../../cli/listen/run-command'
import { readFrom, seqBefore } from '../../cli/listen/start-from'
import { safeLine, terminalJson } from '../../cli/output'
import { binId } from '../../cli/server'
import { checkedKey, serverUrl } from '../../cli/settings'

const FLAGS = {
  to: { type: 'string', value: 'URL', help: '' },
  header: { type: 'string', short: 'H', multiple: true, help: '' },
  json: { type: 'boolean', help: '' },
} as const

test('reads flags and words in any order', () => {
  expect(parseFlags(['a', '--to=x', '-H', 'A: 1', '--json', 'b', '-H', 'B: -2'], FLAGS)).toEqual({
    values: { to: 'x', header: ['A: 1', 'B: -2'], json: true },
    words: ['a', 'b'],
  })
  expect(parseFlags(['--', '--to'], FLAGS).words).toEqual(['--to'])
})

test.each([
  [['--too', 'x'], '--too is not a flag of this command. Did you mean --to?'],
  [['--to'], '--to needs a value: --to URL.'],
  [['--to', '--json'], '--to needs a value: --to URL.'],
  [['--to', 'a', '--to', 'b'], '--to is given twice.'],
  [['--json=yes'], '--json takes no value.'],
  [['--key', 'ck_secret'], '--key is not a flag, because others on this machine can read command lines.'],
  [['--to', '-x'], 'If the value begins with "-", write --to=VALUE.'],
  [['-word'], '-w is not a flag of this command. Words that begin with "-" go after --.'],
  [['--constructor'], '--constructor is not a flag of this command.'],
])('%j is refused', (args, message) => expect(() => parseFlags(args, FLAGS)).toThrow(message))

test('takes negated conditions and negative numbers as text, not as flags', () => {
  const words = ['-has:delivery', '-header.x-a', '-$.paid==true', '-body!="x"', '-"two words"', '-(a or b)', '-5']
  expect(parseFlags([...words, '--json', '--', '-x'], FLAGS)).toEqual({ values: { json: true }, words: [...words, '-x'] })
  for (const word of words) expect(parseFlags(['--to', word, 'a'], FLAGS)).toEqual({ values: { to: word }, words: ['a'] })
  expect(parseFlags(['-HX-A: 1', '-H', '-5', '--to=-x', '-'], FLAGS)).toEqual({
    values: { header: ['X-A: 1', '-5'], to: '-x' },
    words: ['-'],
  })
})

test.each([
  ['30s', 30_000],
  ['500ms', 500],
  ['10m', 600_000],
  ['1.5h', 5_400_000],
  ['2', 2_000],
])('%s is %i ms', (text, ms) => expect(readDuration(text, '--timeout')).toBe(ms))

test('says what a value must be', () => {
  expect(() => readDuration('soon', '--timeout')).toThrow('--timeout takes a time such as 30s, 500ms or 10m, not "soon".')
  expect(readTimeLimit('24d', '--timeout')).toBe(24 * 86_400_000)
  expect(() => readTimeLimit('25d', '--timeout')).toThrow('--timeout takes a time of up to 24d, not "25d".')
  expect(() => readCount('-1', '--retry', 0)).toThrow('--retry takes a whole number from 0 to 1000000, not "-1".')
  expect(() => readFrom('-5')).toThrow('--from takes new, last')
  expect(() => readCount('0', '--count')).toThrow('--count takes a whole number from 1 to 1000000, not "0".')
  expect(() => readChoice('kep', '--path', ['keep', 'drop'])).toThrow('Did you mean keep?')
  expect(() => readFrom('yesterday')).toThrow('--from takes new, last')
})

test('a time before 1970 is every time', async () => {
  const asked: string[] = []
  const listCaptures = async ({ q }: { q: string }) => {
    asked.push(q)
    return { captures: [{ seq: 1 }], nextAfter: null }
  }
  expect(await seqBefore({ listCaptures } as never, 'any', readDuration('999999999d', '--from'), 9)).toBe(0)
  expect(asked).toEqual(['after:1970-01-01T00:00:00.000Z'])
})

test.each([
  ['node a.js --x', ['node', 'a.js', '--x']],
  [`sh -c 'a "b" $c'`, ['sh', '-c', 'a "b" $c']],
  ['"C:\\Program Files\\x.exe" "a \\"b\\""', ['C:\\Program Files\\x.exe', 'a "b"']],
  [`a"b c"d ''`, ['ab cd', '']],
])('%s is cut into words without a shell', (text, words) => expect(readCommandLine(text)).toEqual(words))

test('treats a backslash as part of a path on Windows', () => {
  expect(readCommandLine('"C:\\Program Files\\node.exe" \\\\server\\share "\\\\server\\a b"', 'win32')).toEqual([
    'C:\\Program Files\\node.exe',
    '\\\\server\\share',
    '\\\\server\\a b',
  ])
})

test('refuses an unclosed quote', () => expect(() => readCommandLine('a "b')).toThrow('unclosed quote'))

test.each([
  ['shop', 'shop'],
  ['https://creel.example/in/shop/stripe?x=1', 'shop'],
  ['http://127.0.0.1:3000/bins/shop', 'shop'],
  ['https://example.com/creel/in/shop', 'shop'],
  ['https://example.com/in/shop/bins/7', 'shop'],
])('%s names a bin', (word, id) => expect(binId(word, { project: {} })).toBe(id))

test("uses the project's bin if none is named", () => {
  expect(binId(undefined, { project: { bin: 'mine' } })).toBe('mine')
  expect(() => binId(undefined, { project: {} })).toThrow('Which bin?')
  expect(() => binId('No Bin', { project: {} })).toThrow('not the id of a bin')
})

test('takes the server from the flag, then CREEL_URL, then the project, then this machine', () => {
  expect(serverUrl('http://a/', { CREEL_URL: 'http://b' }, { url: 'http://c' })).toBe('http://a')
  expect(serverUrl(undefined, { CREEL_URL: 'http://b/creel/' }, { url: 'http://c' })).toBe('http://b/creel')
  expect(serverUrl(undefined, { CREEL_URL: '' }, { url: 'http://c' })).toBe('http://c')
  expect(serverUrl(undefined, {}, {})).toBe('http://127.0.0.1:3000')
  expect(() => serverUrl('http://user:pw@a', {}, {})).toThrow('contains a password')
  expect(() => serverUrl('localhost:3000', {}, {})).toThrow('not the http or https URL')
})

test('does not repeat text that is not a key', () => {
  expect(checkedKey(' ck_0123456789abcdef\n', 'CREEL_KEY')).toBe('ck_0123456789abcdef')
  expect(() => checkedKey('hunter2', 'CREEL_KEY')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('escapes terminal control characters, and JSON keeps its meaning', () => {
  expect(safeLine('a\u001b[31m\nb\tc\u009b\u202ed')).toBe('a\\u001B[31m\\nb\\tc\\u009B\\u202Ed')
  const value = { type: 'x', text: 'a\u001b\u009b\u202e\u2028\u007fé' }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(terminalJson(value)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
  expect(JSON.parse(terminalJson(value))).toEqual(value)
})

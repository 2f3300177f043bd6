import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Multipart, parseMultipart, partBody } from '#lib/formats/multipart-parts'
import { propertyRuns } from '../../property-runs'
import { bytesOf, show, viewOf } from './show'

const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
const lines = (...each: string[]) => each.join('\r\n')

function parts(text: string, boundary = 'b') {
  const bytes = bytesOf(text)
  const multipart = parseMultipart(bytes, boundary)
  return multipart?.parts.map((part) => ({ ...part, text: textOf(partBody(bytes, part)) })) ?? null
}

test('reads the output of FormData', async () => {
  const form = new FormData()
  form.append('meta', '{"a":1}')
  form.append('file', new File([Uint8Array.of(0, 13, 10, 45, 45, 255)], 'naïve "x".bin', { type: 'application/octet-stream' }))
  const response = new Response(form)
  const type = response.headers.get('content-type')!
  const bytes = new Uint8Array(await response.arrayBuffer())
  const { multipart } = viewOf(await show(bytes, type), 'parts')
  expect(multipart.parts.map(({ name }) => name)).toEqual(['meta', 'file'])
  expect(multipart.parts[1]!.fileName).toBe('naïve "x".bin')
  expect(partBody(bytes, multipart.parts[1]!)).toEqual(Uint8Array.of(0, 13, 10, 45, 45, 255))
  expect(multipart.closed).toBe(true)
})

test.each([
  ['two parts', lines('--b', 'A: 1', '', 'x', '--b', '', 'y', '--b--', ''), ['x', 'y']],
  ['bare LF', '--b\nA: 1\n\nx\n--b--\n', ['x']],
  ['preamble and epilogue', lines('ignored', '--b', '', 'x', '--b--', 'more'), ['x']],
  ['a boundary within a line', lines('--b', '', 'x --b y', '--bc', '--b--'), ['x --b y\r\n--bc']],
  ['white space after the boundary', lines('--b \t', '', 'x', '--b--  '), ['x']],
  ['an empty part', lines('--b', '', '', '--b--'), ['']],
  ['no empty line, but no header either', lines('--b', 'just text', '--b--'), ['just text']],
  ['headers only', lines('--b', 'A: 1', '--b--'), ['']],
  ['no end', lines('--b', '', 'x'), ['x']],
  ['base64', lines('--b', 'Content-Transfer-Encoding: base64', '', 'aGVs', 'bG8=', '--b--'), ['hello']],
  ['broken base64', lines('--b', 'Content-Transfer-Encoding: base64', '', '***', '--b--'), ['***']],
  ['quoted-printable', lines('--b', 'Content-Transfer-Encoding: quoted-printable', '', 'a=3Db=', 'c=E9=X', '--b--'), ['a=bcé=X']],
])('reads %s', (_, text, expected) => {
  expect(parts(text)?.map((part) => part.text)).toEqual(expected)
})

test('keeps headers as sent, joins folded ones, and keeps lines that are not headers', () => {
  const text = lines('--b', 'X-A:1', 'x-a: 2', 'Long: one', '  two', 'no colon', '', 'x', '--b--')
  expect(parts(text)![0]!.headers).toEqual([
    ['X-A', '1'],
    ['x-a', '2'],
    ['Long', 'one two'],
    ['no colon', ''],
  ])
})

test.each([
  [`filename="a.txt"; filename*=UTF-8''na%C3%AFve.txt`, 'naïve.txt'],
  [`filename*=iso-8859-1'en'%A3%20rates`, '£ rates'],
  [`filename="a.txt"; filename*=UTF-8''%zz`, 'a.txt'],
  [`filename="a\\"b;c.txt"`, 'a"b;c.txt'],
  [`filename=plain`, 'plain'],
  // Browsers send backslashes literally, and escape quotes and line breaks with %.
  [`filename="C:\\new\\temp\\x.txt"`, 'C:\\new\\temp\\x.txt'],
  [`filename="\\\\server\\share\\x.txt"`, '\\\\server\\share\\x.txt'],
  [`filename="C:\\dir\\"`, 'C:\\dir\\'],
  [`filename="C:\\dir\\"; x="1"`, 'C:\\dir\\'],
  [`filename="say %22hi%22%0D%0a.txt"`, 'say "hi"\r\n.txt'],
  [`filename="100%25 %41.txt"`, '100%25 %41.txt'],
  // Older clients put a backslash before quotes and backslashes.
  [`filename="C:\\\\new\\\\say \\"hi\\".txt"`, 'C:\\new\\say "hi".txt'],
  [`filename="a\\"b"; x=1`, 'a"b'],
  [`filename="no end`, 'no end'],
  [`FILENAME = "upper.txt"`, 'upper.txt'],
  [`filename=""`, ''],
  [`name="x; filename=no"; filename="yes"`, 'yes'],
  [`filename="日本 \u202e.txt"`, '日本 \u202e.txt'],
])('reads the name of a file from %s', (parameters, name) => {
  expect(parts(lines('--b', `Content-Disposition: form-data; ${parameters}`, '', '', '--b--'))![0]!.fileName).toBe(name)
})

test('reads latin-1 names, and unescapes field names like file names', () => {
  const head = 'Content-Disposition: form-data; name="a%22b\\c"; filename="caf\xe9.txt"'
  const bytes = Uint8Array.from(lines('--b', head, '', '', '--b--'), (char) => char.charCodeAt(0))
  expect(parseMultipart(bytes, 'b')!.parts[0]).toMatchObject({ name: 'a"b\\c', fileName: 'café.txt' })
})

test('reads back every name that FormData writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', '"', '\r\n', 'é', ';', '=', ' ', '😀', 'C:\\x'), minLength: 1 }),
      async (name) => {
        const form = new FormData()
        form.append(name, new File(['x'], name))
        const response = new Response(form)
        const boundary = /boundary=(.*)$/.exec(response.headers.get('content-type')!)![1]!
        const multipart = parseMultipart(new Uint8Array(await response.arrayBuffer()), boundary)
        expect(multipart!.parts[0]).toMatchObject({ name, fileName: name })
      },
    ),
  )
})

test('quoted-printable keeps raw bytes between 0x80 and 0x9f', () => {
  const head = lines('--b', 'Content-Transfer-Encoding: quoted-printable', '', '')
  const bytes = Uint8Array.from(`${head}\x80\x9f=41\r\n--b--`, (char) => char.charCodeAt(0))
  expect(partBody(bytes, parseMultipart(bytes, 'b')!.parts[0]!)).toEqual(Uint8Array.of(0x80, 0x9f, 0x41))
})

test('describes what is wrong', async () => {
  const type = 'multipart/form-data; boundary=b'
  expect((await show(lines('--b', '', 'x'), type)).notes).toEqual(['The closing boundary is missing.'])
  expect((await show(lines('--b', '', 'x'), type, { truncated: true })).notes[0]).toMatch(/^Only the first part/)
  expect(await show('hello', type, { choice: 'multipart' })).toMatchObject({
    failed: 'the boundary of the Content-Type is not in the body',
  })
  const many = await show(`${'--b\r\n\r\n\r\n'.repeat(10_001)}--b--`, type)
  expect(many.notes).toEqual(['The first 10000 parts are shown; Hex shows all of them.'])
})

/** The text between parts, which must be delimiter lines with the line break before them. */
function between(text: string, multipart: Multipart): string[] {
  const { parts, preambleEnd, epilogueStart } = multipart
  const starts = [...parts.map(({ start }) => start), epilogueStart]
  const ends = [preambleEnd, ...parts.map(({ bodyEnd }) => bodyEnd)]
  return ends.map((end, i) => text.slice(end, starts[i]))
}

test('never throws and never loses a byte: parts and delimiters join to the body', () => {
  const nearly = fc.array(fc.constantFrom('--b', '--', '\r\n', '\n', 'a', ': ', ' ', 'Content-', '\r', '-'), { maxLength: 60 })
  fc.assert(
    fc.property(nearly, (pieces) => {
      const text = pieces.join('')
      const multipart = parseMultipart(bytesOf(text), 'b')
      if (multipart === null) return
      const cuts = multipart.parts.flatMap(({ start, bodyStart, bodyEnd }) => [start, bodyStart, bodyEnd])
      expect(cuts).toEqual(cuts.toSorted((a, b) => a - b))
      for (const delimiter of between(text, multipart)) expect(delimiter).toMatch(/^(?:(?:\r?\n)?--b(?:--)?[ \t]*(?:\r?\n)?)?$/)
    }),
    { numRuns: propertyRuns(1000) },
  )
})

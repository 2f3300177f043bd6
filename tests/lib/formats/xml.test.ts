import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyXml } from '#lib/formats/xml'
import { xmlTokens } from '#lib/formats/xml-tokens'
import { propertyRuns } from '../../property-runs'
import { show } from './show'

test.each([
  ['<a><b>1</b><c/></a>', '<a>\n  <b>1</b>\n  <c/>\n</a>'],
  ['<?xml version="1.0"?><a/>', '<?xml version="1.0"?>\n<a/>'],
  ['<a x="1>2" y=\'<\'/>', '<a x="1>2" y=\'<\'/>'],
  ['<a><!-- <b> --><![CDATA[</a>]]></a>', '<a>\n  <!-- <b> -->\n  <![CDATA[</a>]]>\n</a>'],
  ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', '<!DOCTYPE a [<!ENTITY e "x">]>\n<a>&e;</a>'],
  ['<s:Envelope xmlns:s="u"><s:Body></s:Body></s:Envelope>', '<s:Envelope xmlns:s="u">\n  <s:Body></s:Body>\n</s:Envelope>'],
  ['<p>one <b>two</b> three</p>', '<p>one\n  <b>two</b>\n  three\n</p>'],
])('writes %s with one element per line', (source, pretty) => {
  expect(prettyXml(source)).toEqual({ pretty, fault: null })
})

test.each([
  ['<a><b></a>', 6, '</a> closes nothing: </b> should be here'],
  ['<a/></b>', 4, '</b> closes nothing: nothing is open'],
  ['<a><b/>', 0, '<a> is never closed'],
  ['<a', 0, 'this tag is never closed by >'],
  ['<a x="1>', 0, 'this tag is never closed by >'],
  ['<a><!-- x', 3, '<!-- is never closed by -->'],
  ['<a><![CDATA[x]]', 3, '<![CDATA[ is never closed by ]]>'],
])('says where %s is not well-formed', (source, at, message) => {
  expect(prettyXml(source).fault).toEqual({ at, message })
})

test('reports line and column, and distinguishes cut XML from broken XML', async () => {
  expect((await show('<a>\n <b>\n</a>', 'text/xml')).notes).toEqual([
    'Not well-formed at line 3, column 1: </a> closes nothing: </b> should be here.',
  ])
  expect((await show('<a><b>', 'text/xml', { truncated: true })).notes[0]).toMatch(/^Only the first part/)
})

test('the pretty text of a body of brackets grows only linearly', () => {
  const deep = `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`
  expect(prettyXml(deep).pretty.length).toBeLessThan(deep.length + 40_000 * 82)
})

const nearly = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '<a',
      '</a>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!',
      '[',
      ']',
      '"',
      ' ',
      '\n',
    ),
  )
  .map((pieces) => pieces.join(''))

test('never throws and never loses a character: tokens join to the source, and pretty text differs only in white space', () => {
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
      let joined = ''
      for (const token of xmlTokens(text)) if (!('message' in token)) joined += text.slice(token.start, token.end)
      expect(joined).toBe(text)
      expect(prettyXml(text).pretty.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''))
    }),
    { numRuns: propertyRuns(1000) },
  )
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { COLOURS, colourPieces } from '#lib/formats/colours'
import { type TextBlock, textBlock } from '#lib/formats/text-block'
import { propertyRuns } from '../../property-runs'

/** `mark:< name:a …`, without uncoloured text. */
function painted({ text, colours }: TextBlock): string {
  return Array.from(colours!.kinds, (kind, i) => {
    return `${COLOURS[kind]}:${text.slice(colours!.spans[i * 2]!, colours!.spans[i * 2 + 1])}`
  }).join(' ')
}

test.each([
  ['<a b="1">x</a>', 'mark:< name:a key:b mark:= string:"1" mark:> mark:</ name:a mark:>'],
  ["<s:B x='<' />", "mark:< name:s:B key:x mark:= string:'<' mark:/>"],
  ['<!-- <b> --><?x y?><![CDATA[<c>]]>', 'comment:<!-- <b> --> comment:<?x y?> string:<![CDATA[<c>]]>'],
  ['1 < 2 <3', ''],
  ['<a b="open', 'mark:< name:a key:b mark:= string:"open'],
])('XML %s', (text, expected) => {
  expect(painted(textBlock(text, 'xml'))).toBe(expected)
})

test('does not colour a script in HTML as markup', () => {
  expect(painted(textBlock('<script>if (a<b) x="<p>"</script><p>', 'html'))).toBe(
    'mark:< name:script mark:> mark:</ name:script mark:> mark:< name:p mark:>',
  )
})

test('GraphQL', () => {
  expect(painted(textBlock('query Q($id: ID = 1) @live { a: b(x: "#") } # end', 'graphql'))).toBe(
    'word:query mark:( name:$id mark:: mark:= number:1 mark:) name:@live mark:{ key:a mark:: mark:( key:x mark:: string:"#" mark:) mark:} comment:# end',
  )
})

test('leaves text plain if it is too long or of no known language', () => {
  expect(textBlock('<a>'.repeat(700_000), 'xml').colours).toBeNull()
  expect(textBlock('<a>').colours).toBeNull()
})

test('pieces join to the text and spans do not overlap, whatever the text', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    'a',
    '="',
    "'",
    '<!--',
    '-->',
    '<?',
    '<script',
    '</script',
    '"""',
    '#',
    '$x',
    '\n',
    '\\',
    '{',
    '1',
  )
  const text = fc.oneof(
    fc.array(piece).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('xml', 'html', 'graphql'), fc.nat(), fc.nat(), (text, language, a, b) => {
      const colours = textBlock(text, language).colours!
      expect([...colours.spans]).toEqual([...colours.spans.toSorted()])
      const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [number, number]
      const pieces = colourPieces(colours, start, end)
      expect(pieces.at(-1)?.end ?? start).toBe(end)
      expect(pieces.map((piece) => piece.end)).toEqual(pieces.map((piece) => piece.end).toSorted((x, y) => x - y))
    }),
    { numRuns: propertyRuns(1000) },
  )
})

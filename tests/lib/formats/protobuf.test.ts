import { BinaryWriter } from '@bufbuild/protobuf/wire'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../property-runs'
import { bytes, expectRest, notesOf, treeOf } from './notation-text'
import { show } from './show'

const TYPE = 'application/x-protobuf'

test.each([
  ['08 96 01', '{1: 150}', ['varint; sint 75']],
  ['08 01', '{1: 1}', ['varint; sint -1, bool true']],
  ['08 ffffffffffffffffff01', '{1: 18446744073709551615}', ['varint; int -1, sint -9223372036854775808']],
  ['0d 0000c03f', '{1: 1069547520}', ['32 bits; float 1.5, int 1069547520']],
  ['09 000000000000f0bf', '{1: 13830554455654793216}', ['64 bits; float -1.0, int -4616189618054758400']],
  ['12 07 74657374696e67', '{2: "testing"}', []],
  ['12 00', '{2: ""}', []],
  ['1a 03 08 96 01', '{3: {1: 150}}', ['varint; sint 75']],
  ['0a 02 ff00', "{1: h'ff00'}", []],
  ['0b 08 02 0c', '{1: {1: 2}}', ['varint; sint 1']],
  ['08 01 08 02', '{1: 1, 1: 2}', ['varint; sint -1, bool true', 'varint; sint 1']],
])('reads %s', async (hex, text, notes) => {
  const tree = await treeOf(bytes(hex), TYPE)
  expect(tree).toMatchObject({ text, problem: null })
  expect(notesOf(tree)).toEqual(notes)
  expect(tree.flags.every((flag) => flag === 0)).toBe(true) // repeated fields are no duplicates
})

test('reads gRPC frames, and says where a message inside is broken', async () => {
  expect(await treeOf(bytes('00 00000002 0801 00 00000000 80 00000001 61'), 'application/grpc')).toMatchObject({
    text: "[{1: 1}, {}, h'61']",
  })
  const body = bytes('00 00000002 0801 00 00000003 08ff07 00 00000002 08ff')
  const tree = await treeOf(body, 'application/grpc')
  expect(tree.problem).toMatchObject({ place: { byte: 22 }, message: 'the bytes end early' })
})

test.each([
  ['08', 'the bytes end early'],
  ['08 01 07', 'no field starts like this'],
  ['08 01 00', 'no field starts like this'],
  ['08 01 12 05 61', 'the bytes end early'],
  ['08 ffffffffffffffffffffff', 'a number is longer than ten bytes'],
])('keeps what precedes the fault of %s', async (hex, message) => {
  const body = bytes(hex)
  const { view, failed } = await show(body, TYPE, { choice: 'protobuf' })
  if (view?.shape !== 'tree') {
    expect(failed).toBe(message)
    return
  }
  expect(view.tree.problem?.message).toBe(message)
  expectRest(view.tree, body)
})

type Field = { no: number } & ({ text: string } | { varint: bigint } | { fixed: number } | { message: Field[] })

const field = fc.letrec<{ fields: Field[] }>((tie) => ({
  fields: fc.array(
    fc
      .tuple(
        fc.integer({ min: 1, max: 536_870_911 }),
        fc.oneof(
          { depthSize: 'small' },
          fc.string({ unit: fc.constantFrom(...'abcdefghij é€𝄞') }).map((text) => ({ text })),
          fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((varint) => ({ varint })),
          fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((fixed) => ({ fixed })),
          // A number that is no text keeps the message from reading as text.
          tie('fields').map((message) => ({ message: [{ no: 1, varint: 2n ** 64n - 1n }, ...message] })),
        ),
      )
      .map(([no, rest]) => ({ no, ...rest }) as Field),
    { maxLength: 4 },
  ),
})).fields

test('reads what another encoder writes', async () => {
  await fc.assert(
    fc.asyncProperty(field, async (fields) => {
      if (fields.length === 0) return
      const writer = new BinaryWriter()
      writeFields(writer, fields)
      expect(await treeOf(writer.finish(), TYPE)).toMatchObject({ text: fieldsText(fields), problem: null })
    }),
  )
})

function writeFields(writer: BinaryWriter, fields: readonly Field[]): void {
  for (const field of fields) {
    if ('text' in field) writer.tag(field.no, 2).string(field.text)
    else if ('varint' in field) writer.tag(field.no, 0).uint64(field.varint)
    else if ('fixed' in field) writer.tag(field.no, 5).fixed32(field.fixed)
    else {
      writer.tag(field.no, 2).fork()
      writeFields(writer, field.message)
      writer.join()
    }
  }
}

function fieldsText(fields: readonly Field[]): string {
  const text = (field: Field) => {
    if ('text' in field) return JSON.stringify(field.text)
    if ('message' in field) return fieldsText(field.message)
    return String('varint' in field ? field.varint : field.fixed)
  }
  return `{${fields.map((field) => `${field.no}: ${text(field)}`).join(', ')}}`
}

test('never throws, and shows the bytes after a fault', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.constantFrom(TYPE, 'application/grpc'),
      async (body, type) => {
        const { view, failed } = await show(body, type, { choice: 'protobuf' })
        expect(failed).not.toBe('the viewer has a bug')
        if (view?.shape === 'tree') expectRest(view.tree, body)
      },
    ),
    { numRuns: propertyRuns(500) },
  )
})

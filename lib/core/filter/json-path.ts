import { Cursor } from './cursor'
import type { JsonPath } from './filter'

const KEY = /[A-Za-z_$][\w$-]*/y
const INDEX = /\[(\d{1,9})\]/y
const QUOTED_KEY = /\["((?:[^"\\]|\\.)*)"\]/y

/** Reads all steps that follow: `.key`, `[0]`, `[*]` and `["odd key"]`. @throws {FilterFault} */
export function parseJsonPath(cursor: Cursor): JsonPath {
  const path: (string | number | { any: true })[] = []
  for (;;) {
    if (cursor.take('.'))
      path.push(cursor.match(KEY)?.[0] ?? cursor.fail('Expected a key after the dot; quote an odd one: ["my key"].'))
    else if (cursor.take('[*]')) path.push({ any: true })
    else if (cursor.peek('["')) path.push(quotedKey(cursor))
    else if (cursor.peek('['))
      path.push(Number(cursor.match(INDEX)?.[1] ?? cursor.fail('Expected a position like [0], [*] or ["key"].')))
    else return path
  }
}

/** Reads all of `text` as a path such as `$.data[0].id`. @throws {FilterFault} */
export function readJsonPath(text: string): JsonPath {
  const cursor = new Cursor(text)
  if (!cursor.take('$')) cursor.fail('A path must begin with $.')
  const path = parseJsonPath(cursor)
  if (!cursor.done) cursor.fail('A path continues with .key, [0], [*] or ["odd key"].')
  return path
}

function quotedKey(cursor: Cursor): string {
  const start = cursor.at
  const found = cursor.match(QUOTED_KEY)
  try {
    return JSON.parse(`"${found?.[1] ?? cursor.fail('This key is not closed with "].', start)}"`) as string
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault
    return cursor.fail('This key has an escape that is not valid JSON.', start, found![0].length)
  }
}

export function printJsonPath(path: JsonPath): string {
  return `$${path.map(printStep).join('')}`
}

function printStep(step: JsonPath[number]): string {
  if (typeof step === 'number') return `[${step}]`
  if (typeof step === 'object') return '[*]'
  return /^[A-Za-z_$][\w$-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}

/** The values at the path: none, one, or many if it contains `[*]`. Own properties only. */
export function* valuesAt(value: unknown, path: JsonPath, from = 0): Generator<unknown> {
  const step = path[from]
  if (step === undefined) {
    yield value
  } else if (typeof step === 'object') {
    if (typeof value === 'object' && value !== null)
      for (const each of Object.values(value)) yield* valuesAt(each, path, from + 1)
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
    yield* valuesAt((value as Record<string | number, unknown>)[step], path, from + 1)
  }
}

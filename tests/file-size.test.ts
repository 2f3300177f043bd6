import { expect, test } from 'vitest'
import { sourceFiles } from './source-files'

const LINES_MAX = 300

test(`no file has more than ${LINES_MAX} lines, because a longer one holds two ideas`, () => {
  const long = sourceFiles().map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  expect(long.filter(({ lines }) => lines > LINES_MAX)).toEqual([])
})

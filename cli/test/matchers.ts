import { nearestWord } from '#lib/core/nearest-word'
import type { matchers as Matchers } from '../npm/test/index'
import { safeLine } from '../output'
import { milliseconds, missText, waitFor, watchedBin } from './bin'

const QUIET_MS = 1_000
const COUNT_MAX = 100
const OPTIONS = ['count', 'within']

export const matchers: typeof Matchers = {
  async toReceive(bin, filter = '', options = {}) {
    const own = watchedBin(bin)
    checkOptions(options)
    const { count = 1, within } = options
    const waited = await waitFor(own, { q: filter, after: 0, count }, within)
    return {
      pass: waited.satisfied,
      message: () =>
        waited.satisfied
          ? `Expected no ${filter === '' ? 'request' : filter}; ${listed(waited.captures)} came.`
          : missText(bin, { q: filter, count, within }, waited),
    }
  },

  async toStayQuiet(bin, time = QUIET_MS, filter = '') {
    const own = watchedBin(bin)
    const after = own.seenSeq
    const { captures } = await waitFor(own, { q: filter, after, count: 1 }, time)
    own.seenSeq = after // these captures were not expected, so the test has not seen them
    const what = filter === '' ? 'nothing' : `no ${filter}`
    return {
      pass: captures.length === 0,
      message: () =>
        captures.length === 0
          ? `Expected a request within ${milliseconds(time, QUIET_MS) / 1000} s, and none came.`
          : `Expected ${what} for ${milliseconds(time, QUIET_MS) / 1000} s${after === 0 ? '' : ` after #${after}`}; ${listed(captures)} came.`,
    }
  },
}

/** @throws {TypeError} with the option probably meant, because a misspelt `within` would silently check less than the test says */
function checkOptions(options: object): void {
  for (const name of Object.keys(options)) {
    if (OPTIONS.includes(name)) continue
    const near = nearestWord(name, OPTIONS)
    throw new TypeError(`toReceive has no option "${name}".${near ? ` Did you mean "${near}"?` : ''}`)
  }
  const { count = 1 } = options as { count?: unknown }
  if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > COUNT_MAX) {
    throw new TypeError(`count is a whole number from 1 to ${COUNT_MAX}, not ${String(count)}.`)
  }
}

function listed(captures: readonly { seq: number; method: string; path: string }[]): string {
  return captures.map(({ seq, method, path }) => `#${seq} ${safeLine(method)} ${safeLine(path, 200)}`).join(', ')
}

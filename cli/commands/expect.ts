import type { InputOf } from '#lib/client/calls'
import { readDuration } from '../arguments'
import { defineCommand, type Io } from '../command'
import { EXIT, usageError } from '../exit'
import { AFTER_FLAG, readSeq, SERVER_FLAGS, valueFlag } from '../flags'
import { printNearest } from '../near-misses'
import { type Output, safeLine } from '../output'
import { readJsonFile } from '../read-json-file'
import { type Bounds, type Expected, junitReport, markdownReport, reasonOf, titleOf } from '../reports'
import { binId, openServer, requireKey, untilAnswered } from '../server'
import { checkWritable, writeText } from '../write-file'

type ExpectBody = InputOf<'expectCaptures'>['body']

export const expectFile = defineCommand({
  name: 'expect',
  usage: 'expect FILE [--bin BIN]',
  summary: 'check captures against a file, for tests in CI',
  flags: {
    bin: valueFlag('BIN', 'the bin; default: the one in the file or in .creel.json'),
    after: AFTER_FLAG,
    junit: valueFlag('FILE', 'write a JUnit report'),
    markdown: valueFlag('FILE', 'append a Markdown table, for example to $GITHUB_STEP_SUMMARY'),
    ...SERVER_FLAGS,
  },
  notes:
    'FILE, or - for stdin, is JSON: {"within": "30s", "settle"?: "2s", "all": [{"name"?, "q": FILTER, "min"?, "max"?}], "none"?: [{"name"?, "q"}],\n' +
    '"inOrder"?, "after"?, "bin"?}. Exits with 1 if an expectation is not met.',
  async run({ io, out, values, words }) {
    const [file] = words
    if (file === undefined || words.length > 1) throw usageError('creel expect takes one file, as in creel expect webhooks.json.')
    const { bin: named, ...expected } = await readExpectations(io, file)
    for (const report of [values.junit, values.markdown]) if (report !== undefined) await checkWritable(report)
    const given = values.after === undefined ? expected.after : readSeq(values.after, '--after')
    const server = await openServer(io, values, values.bin ?? named)
    const bin = binId(values.bin ?? named, server)
    requireKey(server)
    const { lastSeq, captureUrl } = await server.client.getBin({ bin }, { signal: io.signal })
    const after = given ?? lastSeq
    out.record({ type: 'ready', url: server.url, bin, captureUrl, after })
    const startedAt = Date.now()
    const deadline = startedAt + expected.within * 1000
    const answer = await untilAnswered(
      () => server.client.expectCaptures({ bin, body: { ...expected, after } }, { signal: io.signal }),
      deadline,
      io.signal,
    )
    const { satisfied } = answer
    const bounds = boundsOf(expected)
    const results = answer.results.map((result, i) => ({ ...result, ...bounds[i]! }))
    const seconds = (Date.now() - startedAt) / 1000
    for (const [i, result] of results.entries()) {
      out.record({ type: 'expectation', ...answer.results[i] })
      printResult(out, result)
    }
    out.record({ type: 'result', satisfied })
    if (values.junit !== undefined) await writeText(values.junit, junitReport(results, seconds), { append: false })
    if (values.markdown !== undefined) await writeText(values.markdown, markdownReport(results, satisfied), { append: true })
    return satisfied ? EXIT.done : EXIT.failed
  },
})

/** As many as results, in their order. The server has accepted the file, so its fields have the right types. */
function boundsOf({ all, none = [], inOrder = false }: ExpectBody): Bounds[] {
  return [
    ...all.map(({ min = 1, max = null }) => ({ min, max, inOrder })),
    ...none.map(() => ({ min: 0, max: 0, inOrder: false })),
  ]
}

function printResult(out: Output, result: Expected): void {
  const mark = result.met ? out.paint('green', '✓') : out.paint('red', '✗')
  const came = result.met ? `${result.count} came` : reasonOf(result)
  out.line(`${mark} ${safeLine(titleOf(result), 300)}: ${safeLine(came, 300)}`)
  if (!result.met) printNearest(out, result.nearest)
}

async function readExpectations(io: Io, file: string): Promise<ExpectBody & { bin?: string }> {
  const { within, settle, bin, ...rest } = await readJsonFile(io, file)
  if (bin !== undefined && typeof bin !== 'string') throw usageError(`"bin" in ${file} is not a string.`)
  return {
    ...(rest as Omit<ExpectBody, 'within' | 'settle'>), // the server validates the rest and names mistakes
    within: seconds(within ?? 30, 'within'),
    ...(settle === undefined ? {} : { settle: seconds(settle, 'settle') }),
    ...(bin === undefined ? {} : { bin }),
  }
}

function seconds(value: unknown, what: string): number {
  return typeof value === 'number' ? value : readDuration(String(value), what) / 1000
}

import { setMaxListeners } from 'node:events'
import type { Client } from '#lib/client/client'
import type { Capture } from '#lib/core/capture'
import { compareAnswers, type RepeatedAnswer } from '#lib/core/compare-answers'
import type { SentRequest } from '#lib/net/guarded-request'
import { readChoice, readCount, readTimeLimit } from '../arguments'
import { defineCommand } from '../command'
import { EXIT, Exit, usageError } from '../exit'
import { SERVER_FLAGS, SIGN_FLAG, switchFlag, TARGET_FLAGS, valueFlag } from '../flags'
import { readHeader } from '../headers'
import { Recorder } from '../listen/record'
import { addressOf, refusalOf } from '../listen/refusal'
import { createListenReport } from '../listen/report'
import { readUrl } from '../listen/routes'
import { checkSecret, signWith } from '../listen/sign'
import { type Attempt, Target } from '../listen/target'
import { safeLine } from '../output'
import { binId, openServer, requireKey } from '../server'

export const resend = defineCommand({
  name: 'resend',
  usage: 'resend [BIN] CAPTURE… --to URL',
  summary: 'resend captures from this machine',
  flags: {
    to: valueFlag('URL', 'the target: http://localhost:4000, or 4000'),
    times: valueFlag(
      'N',
      'send each this many times and report how the responses differ, to see whether the receiver is idempotent',
    ),
    sign: SIGN_FLAG,
    concurrently: switchFlag('with --times: all at the same time instead of one after another'),
    ...TARGET_FLAGS,
    ...SERVER_FLAGS,
  },
  notes: 'CAPTURE is a number, such as 412, or an id. Exits with 1 unless the target responds with 1xx, 2xx or 3xx.',
  async run({ io, out, values, words }) {
    if (values.to === undefined) throw usageError('Where to? Pass --to URL, for example --to 4000.')
    const url = readUrl(values.to, '--to')
    const path = readChoice(values.path ?? 'keep', '--path', ['keep', 'drop'] as const)
    const times = readCount(values.times ?? '1', '--times', 1, TIMES_MAX)
    const timeoutMs = readTimeLimit(values['target-timeout'] ?? '60s', '--target-timeout')
    const retries = readCount(values.retry ?? '0', '--retry', 0, 100)
    if (values.concurrently && times === 1) throw usageError('--concurrently needs --times N.')
    const [first, ...rest] = words
    const hasBin = first !== undefined && !isCapture(first)
    const server = await openServer(io, values, hasBin ? first : undefined)
    const bin = binId(hasBin ? first : undefined, server)
    const wanted = hasBin ? rest : words
    if (wanted.length === 0) throw usageError('Which capture? Give its number, as in creel resend 412 --to 4000.')
    const captures = wanted.map((word) => {
      if (!isCapture(word)) throw usageError(`"${word}" is not the number or the id of a capture.`)
      return word
    })
    requireKey(server)

    const stop = new AbortController()
    const signal = AbortSignal.any([io.signal, stop.signal])
    setMaxListeners(0, signal)
    const { client } = server
    const headerChanges = (values.header ?? []).map(readHeader)
    if (values.sign !== undefined) await checkSecret(client, bin, values.sign, signal)
    const prepare =
      values.sign === undefined ? undefined : signWith(client, { bin, secretId: values.sign, headerChanges, signal })
    const rules = { client, bin, path, onlyVerified: false, signal }
    const target = new Target(url, {
      prepare,
      headerChanges,
      timeoutMs,
      retries,
      tlsInsecure: values['tls-insecure'] === true,
      signal,
      cutOff: signal,
      onUp: (_, why) => stop.abort(new Exit(EXIT.failed, `Nothing listens on ${target.endpoint} (${why.replace(/\.$/, '')}).`)),
    })
    const report = createListenReport(out, { severalTargets: false })
    const recorder = new Recorder(server.client, bin, io.signal, (why) => out.info(`Deliveries are not recorded: ${why}`))
    out.record({ type: 'ready', url: server.url, bin, target: url, count: captures.length })
    let failed = 0
    try {
      for (const word of captures) {
        const capture = await load(server.client, bin, word)
        const address = (await refusalOf(capture, rules)) ?? addressOf(capture, url, path)
        if (!('url' in address)) {
          report.skipped(capture, address.reason, address.why)
          failed += 1
          continue
        }
        const send = async (): Promise<SentRequest> => {
          const onAttempt = (attempt: Attempt) => {
            report.attempt(capture, attempt, capture.trailers.length)
            recorder.record(capture.id, attempt)
          }
          const { sent } = await target.deliver(address.url, capture, address.hop, { onAttempt })
          return sent
        }
        const all = await repeat(send, times, values.concurrently === true)
        failed += all.filter(({ error, status }) => error || status === null || status >= 400).length
        const sentences = compareAnswers(all.map((sent) => answerOf(sent, all[0]!)))
        if (times > 1) out.record({ type: 'compared', captureId: capture.id, seq: capture.seq, sentences })
        for (const sentence of sentences) out.info(safeLine(`#${capture.seq}  ${sentence}`))
      }
    } catch (error) {
      throw stop.signal.aborted && !io.signal.aborted ? stop.signal.reason : error
    } finally {
      await recorder.settled()
    }
    return failed > 0 ? EXIT.failed : EXIT.done
  },
})

/** The same limit as on the page. */
const TIMES_MAX = 20

async function repeat<T>(send: () => Promise<T>, times: number, concurrently: boolean): Promise<T[]> {
  if (concurrently) return Promise.all(Array.from({ length: times }, send))
  const all: T[] = []
  for (let i = 0; i < times; i += 1) all.push(await send())
  return all
}

function answerOf({ status, error, responseBody, responseTruncated }: SentRequest, first: SentRequest): RepeatedAnswer {
  if (error || status === null) return { status: null, why: `got no response: ${error?.message ?? 'no reason is known'}` }
  const differ = Buffer.compare(responseBody, first.responseBody) !== 0
  return { status, body: differ ? 'different' : responseTruncated ? null : 'same' }
}

const isCapture = (word: string) => /^#?[1-9]\d{0,14}$/.test(word) || word.startsWith('cap_')

/** @throws {Exit} if there is none */
async function load(client: Client, bin: string, word: string): Promise<Capture> {
  if (word.startsWith('cap_')) return client.getCapture({ bin, capture: word })
  const seq = Number(word.replace('#', ''))
  const { captures } = await client.listCaptures({ bin, after: seq - 1, limit: 1 })
  const [found] = captures
  if (found?.seq !== seq) throw new Exit(EXIT.failed, `There is no capture #${seq} in this bin.`)
  return client.getCapture({ bin, capture: found.id })
}

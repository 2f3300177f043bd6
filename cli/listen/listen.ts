import { setMaxListeners } from 'node:events'
import { CallError } from '#lib/client/call-error'
import { follow } from '#lib/client/follow'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { defineCommand, type Io } from '../command'
import { EXIT, Exit, usageError } from '../exit'
import type { Output } from '../output'
import { binId, openServer, requireKey, type Server } from '../server'
import { saveKey, writeProject } from '../settings'
import { Answers } from './answers'
import { Journal } from './journal'
import { LISTEN_FLAGS, type ListenSettings, readSettings } from './listen-flags'
import { Listener } from './listener'
import { Cursor, Progress } from './progress'
import { Recorder } from './record'
import { createListenReport, type ListenReport } from './report'
import { ResendJobs } from './resend-jobs'
import { runCommand } from './run-command'
import { saveCapture } from './save-capture'
import { checkSecret, signWith } from './sign'
import { type From, seqBefore } from './start-from'
import { Target } from './target'

/** After Ctrl-C, deliveries in flight get this long, and then reports to the server as long again. */
const SHUTDOWN_MS = 2_000

export const listen = defineCommand({
  name: 'listen',
  usage: 'listen [BIN] --to URL',
  summary: 'send what a bin captures to a server on this machine',
  flags: LISTEN_FLAGS,
  notes:
    'Without BIN: the bin in .creel.json, or a new one, which is written there.\n' +
    'Anyone with the capture URL can reach the target. Captures cannot leave a path given in --to.',
  async run({ io, out, values, words }) {
    if (words.length > 1) throw usageError(`creel listen takes one bin, not "${words.join(' ')}".`)
    const settings = readSettings(values)
    const server = await openServer(io, values, words[0])
    const bin = await openBin(io, out, server, words[0])
    return await runListener(io, out, server, bin, settings)
  },
})

/** The bin that was named or is stored in .creel.json, otherwise a new one, which is stored there. */
async function openBin(io: Io, out: Output, server: Server, word: string | undefined): Promise<Bin> {
  const { client, url, project, hasKey } = server
  if (word !== undefined || project.bin !== undefined) {
    const bin = binId(word, server)
    requireKey(server)
    return client.getBin({ bin }, { signal: io.signal })
  }
  const made = await client.createBin({ body: {} }, { signal: io.signal })
  const { accessKey, ...bin } = 'accessKey' in made ? made : { ...made, accessKey: null }
  if (accessKey !== null) {
    out.info(`Created a bin. Its access key is stored in ${await saveKey(io.env, url, accessKey)}.`)
    if (!hasKey) Object.assign(server, await openServer(io, { url }))
  }
  out.info(`The bin is stored in ${await writeProject(io.cwd, { url, bin: bin.id })}.`)
  return bin
}

async function runListener(io: Io, out: Output, { client, url }: Server, bin: Bin, settings: ListenSettings) {
  const { routing } = settings
  const ending = new AbortController()
  const signal = AbortSignal.any([io.signal, ending.signal])
  const cutOff = new AbortController()
  const shutdown = new AbortController()
  setMaxListeners(0, signal, cutOff.signal, shutdown.signal) // one listener for each capture that waits
  const fatal = (error: unknown) => ending.abort(error)
  const report = createListenReport(out, { severalTargets: routing.targets.length > 1 })

  const reported = new Set<string>()
  const reportOnce = (what: string) => (why: string) => {
    if (!reported.has(what)) out.info(`${what}: ${why}`)
    reported.add(what)
  }
  const journal = new Journal(io.env, [url, bin.id, settings.name])
  const cursor = new Cursor(client, bin.id, settings.name, shutdown.signal, reportOnce('The cursor is not stored'), journal)
  const { after, storedCursor } = await startAfter(client, bin, settings.from, cursor)
  journal.open(storedCursor)
  const progress = new Progress(after)
  const recorder = new Recorder(client, bin.id, shutdown.signal, reportOnce('Deliveries are not recorded'))
  const answers =
    settings.answerMs === null
      ? null
      : new Answers(client, bin.id, settings.name, settings.answerMs, shutdown.signal, (capture, why) =>
          out.info(`#${capture.seq}: ${why}, so its sender gets the bin's response.`),
        )
  const isKnown = routing.targets.length > 0 && (await mayConnect(client, bin.id, settings.answerMs !== null, signal))
  const targets = new Map<string, Target>()
  const listener = new Listener(
    {
      ...settings,
      client,
      bin: bin.id,
      targets,
      alsoDo: otherWork(io, settings, report),
      progress,
      cursor,
      journal,
      recorder,
      answers,
      report,
      signal,
      onFatal: fatal,
    },
    after,
  )
  const resends = new ResendJobs({ ...settings, client, bin: bin.id, targets, recorder, report, signal })
  const { sign, headerChanges: changes } = settings
  if (sign !== null) await checkSecret(client, bin.id, sign, signal)
  const prepare = sign === null ? undefined : signWith(client, { bin: bin.id, secretId: sign, headerChanges: changes, signal })
  for (const target of routing.targets) {
    const { headerChanges, targetTimeoutMs: timeoutMs, retries, tlsInsecure } = settings
    const onUp = (up: boolean, why: string) => report.target(made.endpoint, up, why, listener.waitingFor(target))
    const made: Target = new Target(target, {
      prepare,
      headerChanges,
      timeoutMs,
      retries,
      tlsInsecure,
      signal,
      cutOff: cutOff.signal,
      onUp,
    })
    targets.set(target, made)
  }
  const timer =
    settings.timeoutMs === null ? null : setTimeout(() => ending.abort(new Exit(EXIT.timeOut, 'Time is up.')), settings.timeoutMs)

  try {
    await cursor.save(after)
    let opened = false
    const onOpen = () => {
      if (opened) return report.connection(true, '')
      opened = true
      printReady(out, { url, bin, after, settings })
      for (const target of targets.values()) target.probe().catch(() => {})
    }
    const events = follow(client, {
      bin: bin.id,
      after,
      listener: isKnown ? { name: settings.name, answerMs: settings.answerMs } : undefined,
      signal,
      onOpen,
      onLost: (why) => opened && report.connection(false, why),
    })
    for await (const event of events) {
      if (event.type === 'resend') resends.take(event.job)
      if (event.type === 'bin:deleted') throw new Exit(EXIT.noBin, 'The bin was deleted or has expired.')
      if (event.type === 'access:ended')
        throw new Exit(EXIT.keyRefused, 'Access ended: the key was revoked or replaced, or has expired.')
      await listener.take(event)
      if (settings.exitAfter !== null && listener.handled >= settings.exitAfter) break
    }
    await listener.settled()
    return listener.failed > 0 ? EXIT.failed : EXIT.done
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    if (timer) clearTimeout(timer)
    ending.abort(new Exit(EXIT.done, ''))
    await within(SHUTDOWN_MS, Promise.all([listener.stop(), resends.stop()]), cutOff)
    await within(SHUTDOWN_MS, Promise.allSettled([cursor.finish(progress.done), recorder.settled()]), shutdown)
    journal.close()
  }
}

/** Waits for the work, and aborts it when the time is up. */
async function within(ms: number, work: Promise<unknown>, cut: AbortController): Promise<void> {
  const timer = setTimeout(() => cut.abort(new Exit(EXIT.done, '')), ms)
  await work
  clearTimeout(timer)
}

/**
 * Whether this listener may connect under its name, which needs a key of scope `full`. Captures are sent without it, too.
 * @throws {CallError} if it may not but `--answer` requires it
 */
async function mayConnect(client: Server['client'], bin: string, needed: boolean, signal: AbortSignal): Promise<boolean> {
  try {
    await client.listListeners({ bin }, { signal })
    return true
  } catch (error) {
    if (!needed && error instanceof CallError && (error.code === 'forbidden' || error.code === 'not_found')) return false
    throw error
  }
}

type Start = { after: number /** The stored cursor, if the listener continues from it. */; storedCursor: number | null }

async function startAfter(client: Server['client'], bin: Bin, from: From, cursor: Cursor): Promise<Start> {
  if (from.kind === 'new') return { after: bin.lastSeq, storedCursor: null }
  if (from.kind === 'seq') return { after: Math.min(Math.max(0, from.seq - 1), bin.lastSeq), storedCursor: null }
  if (from.kind === 'ago') return { after: await seqBefore(client, bin.id, from.ms, bin.lastSeq), storedCursor: null }
  const storedCursor = await cursor.read().catch((error: unknown) => {
    if (error instanceof CallError && error.code === 'forbidden') return null // a share link has no cursors
    throw error
  })
  return { after: Math.min(storedCursor ?? bin.lastSeq, bin.lastSeq), storedCursor }
}

function otherWork(
  io: Io,
  { command, save, retries }: ListenSettings,
  report: ListenReport,
): ((capture: Capture) => Promise<boolean>) | null {
  if (command === null && save === null) return null
  return async (capture) => {
    if (save !== null) report.saved(capture, await saveCapture(save, capture))
    if (command === null) return true
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now()
      const code = await runCommand(command, capture, io)
      const last = code === 0 || attempt > retries
      report.command(capture, command.join(' '), code, performance.now() - startedAt, attempt, last)
      if (last) return code === 0
    }
  }
}

type Ready = { url: string; bin: Bin; after: number; settings: ListenSettings }

function printReady(out: Output, { url, bin, after, settings }: Ready): void {
  const { routing, name, answerMs } = settings
  const stored = bin.lastSeq - after
  out.record({
    type: 'ready',
    url,
    bin: bin.id,
    captureUrl: bin.captureUrl,
    inspectUrl: bin.inspectUrl,
    lastSeq: bin.lastSeq,
    after,
    name,
    targets: routing.targets,
    answerMs,
  })
  const where = routing.targets.length > 0 ? ` → ${routing.targets.join(', ')}` : ''
  out.info(`Listening: ${bin.captureUrl}${where}`)
  if (answerMs !== null)
    out.info(`Senders get the target's response if it arrives within ${answerMs / 1000} s, otherwise the bin's response.`)
  out.info(`Inspect requests: ${bin.inspectUrl}`)
  if (stored > 0)
    out.info(`Sending ${stored} stored ${stored === 1 ? 'capture' : 'captures'} first, starting with #${after + 1}.`)
}

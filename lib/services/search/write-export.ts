import type { Capture } from '#lib/core/capture'
import { AppError } from '#lib/core/errors'
import { redactCapture } from '#lib/core/redact'
import { archiveFile } from '#lib/exporters/archive-file'
import { archives } from '#lib/exporters/archives'
import { mapLazily } from '#lib/exporters/map-lazily'
import type { ExportQuery } from '#lib/scan/scan'
import type { SearchReads } from '#lib/store/store'
import type { StoredCapture } from '#lib/store/stored-capture'
import { presentCapture } from '../present'
import { inSteps as paced } from './in-steps'
import { capturesThatMatch, matcherFor, prefilterFor } from './match-captures'
import { createYieldToOthers, EXPORT_WORK_MS, type YieldToOthers } from './yield-to-others'

/** Limits of one step, in captures and in bytes of bodies. The first body may be larger. */
const ROWS_PER_STEP = 100
const BODY_BYTES_PER_STEP = 1024 * 1024
const SEQS_PER_SCAN = 500

type Sized = { seq: number; bytes: number }

/** Writes a file of captures in pieces. Only one step of captures and one piece are in memory, whatever the size of the bin. */
export async function* writeExport(
  store: SearchReads,
  wanted: ExportQuery,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { format, origin } = wanted
  yield* archiveFile(archives[format], wantedCaptures(store, wanted, signal), { origin })
}

async function* wantedCaptures(store: SearchReads, wanted: ExportQuery, signal: AbortSignal): AsyncGenerator<Iterable<Capture>> {
  const { bin, permission } = wanted
  const yieldToOthers = createYieldToOthers(EXPORT_WORK_MS)
  for await (const found of readAhead(store, bin.key, steps(store, wanted, yieldToOthers))) {
    await yieldToOthers()
    signal.throwIfAborted()
    const captures = mapLazily(found, (stored) => presentCapture(bin, stored))
    yield permission.redacted
      ? await inSequence(captures, (capture) => paced(redactCapture(capture, permission.gate), yieldToOthers))
      : captures
  }
  existing(await store.captureSizes(bin.key, { after: 0, through: 0, limit: 1 })) // throws if the bin was deleted during the export
}

/** Asks for each step before the one before it is written: PostgreSQL reads on another processor meanwhile. */
async function* readAhead(
  store: SearchReads,
  binKey: number,
  steps: AsyncIterable<readonly number[]>,
): AsyncGenerator<readonly StoredCapture[]> {
  let reading: Promise<StoredCapture[]> | null = null
  for await (const step of steps) {
    const next = store.findCaptures(binKey, step)
    next.catch(() => {}) // nobody awaits it if the export ends first
    if (reading) yield inOrder(await reading)
    reading = next
  }
  if (reading) yield inOrder(await reading)
}

function inOrder(found: readonly StoredCapture[]): readonly StoredCapture[] {
  return found.toSorted((a, b) => a.seq - b.seq)
}

/** Seqs to read at once. */
async function* steps(store: SearchReads, wanted: ExportQuery, yieldToOthers: YieldToOthers): AsyncGenerator<readonly number[]> {
  for await (const page of wanted.filter ? matching(store, wanted, yieldToOthers) : named(store, wanted)) yield* inSteps(page)
}

/** All captures in the range, or only those of `seqs`. */
async function* named(store: SearchReads, { bin, after, through, seqs }: ExportQuery): AsyncGenerator<readonly Sized[]> {
  if (seqs) {
    for (let from = 0; from < seqs.length; from += SEQS_PER_SCAN) {
      const some = seqs.slice(from, from + SEQS_PER_SCAN)
      yield existing(await store.captureSizes(bin.key, { after, through, limit: SEQS_PER_SCAN, seqs: some }))
    }
    return
  }
  for (let at = after; ; ) {
    const page = existing(await store.captureSizes(bin.key, { after: at, through, limit: SEQS_PER_SCAN }))
    yield page
    if (page.length < SEQS_PER_SCAN) return
    at = page.at(-1)!.seq
  }
}

async function* matching(
  store: SearchReads,
  { bin, permission, filter, now, after, through, seqs }: ExportQuery,
  yieldToOthers: YieldToOthers,
): AsyncGenerator<readonly Sized[]> {
  const matcher = matcherFor({ store, bin, permission, filter: filter!, now })
  const prefilter = prefilterFor({ filter: filter!, now, permission })
  const chosen = seqs && new Set(seqs)
  for (let at: number | null = after; at !== null && at < through; await yieldToOthers()) {
    const { captures, through: reached } = await store.scanCaptures(bin.key, { seqs: SEQS_PER_SCAN, after: at, prefilter })
    const rows = captures.filter(({ seq }) => seq <= through && (!chosen || chosen.has(seq)))
    for await (const found of capturesThatMatch(matcher, rows, yieldToOthers)) {
      yield found.map(({ seq, bodySize }) => ({ seq, bytes: bodySize }))
    }
    at = reached
  }
}

/** A bin that was deleted meanwhile must not look like the end of the file. */
function existing<T>(found: T | null): T {
  if (found === null) throw new AppError('bin_not_found', 'The bin was deleted while it was exported.')
  return found
}

function* inSteps(page: readonly Sized[]): Generator<readonly number[]> {
  let step: number[] = []
  let stepBytes = 0
  for (const { seq, bytes } of page) {
    if (step.length === ROWS_PER_STEP || (step.length > 0 && stepBytes + bytes > BODY_BYTES_PER_STEP)) {
      yield step
      step = []
      stepBytes = 0
    }
    step.push(seq)
    stepBytes += bytes
  }
  if (step.length > 0) yield step
}

async function inSequence<T>(all: Iterable<T>, change: (one: T) => Promise<T>): Promise<T[]> {
  const changed: T[] = []
  for (const one of all) changed.push(await change(one))
  return changed
}

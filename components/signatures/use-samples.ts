import { useEffect, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { api } from '../api'
import type { Sample } from './signature-tasks'
import { SignatureWorker } from './signature-worker'

const SAMPLES_MAX = 50
const BODY_BYTES_MAX = 1_048_576
const AT_ONCE = 4

export type Samples = {
  worker: SignatureWorker | null
  /** How many samples are loaded. When it changes, a secret can be tried again on more samples. */
  loaded: number
  total: number
  /** How many captures were skipped, because their bodies are too large or truncated or could not be loaded. */
  skipped: number
  done: boolean
  /** Schemes of the samples, most frequent first. */
  schemes: readonly string[]
}

const NONE: Samples = { worker: null, loaded: 0, total: 0, skipped: 0, done: false, schemes: [] }

/** The newest captures of the bin, in a worker that tries secrets on them. */
export function useSamples(bin: Pick<Bin, 'id' | 'captureUrl'>): Samples {
  const [samples, setSamples] = useState<Samples>(NONE)
  const { id, captureUrl } = bin
  useEffect(() => {
    const controller = new AbortController()
    const worker = new SignatureWorker()
    const report = (part: Partial<Samples>) => !controller.signal.aborted && setSamples((before) => ({ ...before, ...part }))
    report({ ...NONE, worker })
    load({ id, captureUrl }, worker, report, controller.signal).catch(() => report({ done: true }))
    return () => {
      controller.abort()
      worker.close()
    }
  }, [id, captureUrl])
  return samples
}

async function load(
  { id: bin, captureUrl }: Pick<Bin, 'id' | 'captureUrl'>,
  worker: SignatureWorker,
  report: (part: Partial<Samples>) => void,
  signal: AbortSignal,
): Promise<void> {
  const { captures } = await api.listCaptures({ bin, limit: SAMPLES_MAX }, { signal })
  const usable = captures.filter(({ bodySize, truncated }) => !truncated && bodySize <= BODY_BYTES_MAX)
  let skipped = captures.length - usable.length
  let loaded = 0
  report({ total: usable.length, skipped })
  for (let from = 0; from < usable.length; from += AT_ONCE) {
    const answers = await Promise.all(usable.slice(from, from + AT_ONCE).map((summary) => read(bin, summary, signal)))
    signal.throwIfAborted()
    const got = answers.filter((capture) => capture !== null)
    skipped += answers.length - got.length
    loaded += got.length
    const schemes = await worker.addSamples(got.map((capture) => sampleOf(capture, captureUrl)))
    report({ loaded, skipped, ...(schemes ? { schemes } : {}) })
  }
  report({ done: true })
}

/** null: the capture was deleted or could not be loaded. */
async function read(bin: string, { id }: CaptureSummary, signal: AbortSignal): Promise<Capture | null> {
  return api.getCapture({ bin, capture: id }, { signal }).catch(() => null)
}

function sampleOf({ method, url, headers, body, receivedAt }: Capture, captureUrl: string): Sample {
  const absolute = /^https?:\/\//i.test(url) ? url : new URL(captureUrl).origin + url
  return { request: { method, url: absolute, headers, body: decodeBytes(body) }, receivedAt: Date.parse(receivedAt) }
}

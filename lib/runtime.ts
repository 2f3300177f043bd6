import type { Logger } from 'pino'
import type { Config } from './config'
import type { Limits, Refusals } from './limits/limits'
import type { Live } from './live/live'
import type { Metrics } from './metrics'
import type { SendRequest } from './net/guarded-request'
import type { Scan } from './scan/scan'
import type { BinCache } from './store/bin-cache'
import type { CaptureWriter } from './store/capture-writer'
import type { Store } from './store/store'

/** The adapters of this process, built once by `compose`. All state and every connection lives here. */
export type Runtime = {
  readonly config: Config
  readonly store: Store
  /** Bins as the capture path needs them, without a query for each request. */
  readonly bins: BinCache
  /** The way into the store for captures: batches, one commit each. */
  readonly writer: CaptureWriter
  /** Searches and counts, on a thread of their own. */
  readonly scan: Scan
  readonly live: Live
  readonly limits: Limits
  /** What the senders to each bin were refused. */
  readonly refusals: Refusals
  /** Sends a request to an address that the guard allows. */
  readonly send: SendRequest
  readonly metrics: Metrics
  readonly log: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const KEY = Symbol.for('creel.runtime')
const holder = globalThis as { [KEY]?: Runtime }

/** Called by server.ts and by tests, once. */
export function installRuntime(runtime: Runtime): void {
  holder[KEY] = runtime
}

/** The one `Runtime` of this process. Call it inside a handler, never at module level. */
export function runtime(): Runtime {
  const installed = holder[KEY]
  if (!installed) throw new Error('No runtime. Start with "npm run dev" or "npm start" (server.ts), not "next dev".')
  return installed
}

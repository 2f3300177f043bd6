import type { Logger } from 'pino'
import type { Background } from './background'
import type { Config } from './config'
import type { Forwarder } from './forward/forwarder'
import type { BodyMemory } from './limits/body-memory'
import type { Limits, Refusals } from './limits/limits'
import type { StreamBudget } from './limits/stream-budget'
import type { TimeShare } from './limits/time-share'
import type { KeyWatch } from './live/key-watch'
import type { Listeners } from './live/listeners'
import type { Live } from './live/live'
import type { MaskedFrames } from './live/masked-frames'
import type { Matches } from './matches/matches'
import type { Metrics } from './metrics'
import type { SendRequest } from './net/guarded-request'
import type { ProviderKeys } from './net/provider-keys'
import type { Scan } from './scan/scan'
import type { SignatureCrypto } from './signatures/crypto/crypto'
import type { BinCache } from './store/bin-cache'
import type { CaptureWriter } from './store/capture-writer'
import type { KeyUses } from './store/key-uses'
import type { SecretMatches } from './store/secret-matches'
import type { Store } from './store/store'
import type { OpenSecrets } from './vault/open-secrets'
import type { Vault } from './vault/vault'

/** The adapters of this process, built once by `compose`. All state and every connection lives here. */
export type Runtime = {
  readonly config: Config
  readonly store: Store
  /** Seals the secrets of bins. */
  readonly vault: Vault
  /** The same, opened, for checking requests. */
  readonly openSecrets: OpenSecrets
  /** Bins as the capture path needs them, without a query for each request. */
  readonly bins: BinCache
  /** The way into the store for captures: batches, one commit each. */
  readonly writer: CaptureWriter
  /** Searches and counts, on a thread of their own. */
  readonly scan: Scan
  readonly live: Live
  /** Programs that bring captures to other machines. */
  readonly listeners: Listeners
  /** Which captures match what somebody waits for. */
  readonly matches: Matches
  /** Works on forwards. */
  readonly forwarder: Pick<Forwarder, 'wake' | 'count'>
  readonly maskedFrames: MaskedFrames
  /** Ends what is open with an access key that ends. */
  readonly keyWatch: KeyWatch
  /** When access keys were last used. */
  readonly keyUses: KeyUses
  /** When secrets of bins last verified a request. */
  readonly secretMatches: SecretMatches
  readonly limits: Limits
  /** Memory for bodies that are not stored yet. */
  readonly bodyMemory: BodyMemory
  /** Time for reading what captures say of themselves before they are committed. */
  readonly factsShare: TimeShare
  /** Time for checking signatures before the commit. */
  readonly verdictShare: TimeShare
  /** Checks what is left of them. */
  readonly verdicts: { wake(): void }
  /** Memory for live streams whose readers are behind. */
  readonly streamBudget: StreamBudget
  /** Memory for answers that their readers have not taken yet. */
  readonly answerBudget: StreamBudget
  /** Work that goes on after its caller has left. */
  readonly background: Background
  /** What the senders to each bin were refused. */
  readonly refusals: Refusals
  /** Sends a request to an address that the guard allows. */
  readonly send: SendRequest
  /** What a request to this URL would be refused without a look-up. @throws `invalid_input`, `target_forbidden` */
  readonly checkTarget: (url: string) => void
  /** Keys that providers publish. */
  readonly providerKeys: ProviderKeys
  readonly signatureCrypto: SignatureCrypto
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

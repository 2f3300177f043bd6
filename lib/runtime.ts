import type { Logger } from 'pino'
import type { Background } from './background'
import type { Config } from './config'
import type { Forwarder } from './forward/forwarder'
import type { BodyMemory } from './limits/body-memory'
import type { Limits, Refusals } from './limits/limits'
import type { StreamBudget } from './limits/stream-budget'
import type { TimeBudget } from './limits/time-budget'
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
import type { KeyUses } from './store/key-uses'
import type { SecretMatches } from './store/secret-matches'
import type { Store } from './store/store'
import type { OpenSecrets } from './vault/open-secrets'
import type { Vault } from './vault/vault'
import type { CaptureWriter } from './writer/capture-writer'

/** The adapters of this process, built once by `compose`. All state and every connection lives here. */
export type Runtime = {
  readonly config: Config
  readonly store: Store
  /** Encrypts the secrets of bins. */
  readonly vault: Vault
  /** The decrypted secrets, for checking requests. */
  readonly openSecrets: OpenSecrets
  /** Bins for the capture path, cached so that a request costs no query. */
  readonly bins: BinCache
  /** Writes captures to the store in batches, with one commit each. */
  readonly writer: CaptureWriter
  /** Searches and counts on a separate thread. */
  readonly scan: Scan
  readonly live: Live
  /** Programs that are connected to bring captures to other machines. */
  readonly listeners: Listeners
  /** Finds the captures that callers wait for. */
  readonly matches: Matches
  /** Works on forwards. */
  readonly forwarder: Pick<Forwarder, 'wake'>
  readonly maskedFrames: MaskedFrames
  /** Closes what was opened with an access key when the key ends. */
  readonly keyWatch: KeyWatch
  /** Records when access keys were last used. */
  readonly keyUses: KeyUses
  /** Records when secrets of bins last verified a request. */
  readonly secretMatches: SecretMatches
  readonly limits: Limits
  /** Memory for bodies that are not stored yet. */
  readonly bodyMemory: BodyMemory
  /** Time budget for reading facts of captures before the commit. */
  readonly factsBudget: TimeBudget
  /** Time budget for checking signatures before the commit. */
  readonly verdictBudget: TimeBudget
  /** Calls back with the id of each expired bin that this process deletes. Returns a function that ends that. */
  readonly onBinExpired: (listener: (binId: string) => void) => () => void
  /** Checks the signatures that were left for later. */
  readonly verdicts: { wake(): void }
  /** Memory budget for live streams with slow readers. */
  readonly streamBudget: StreamBudget
  /** Memory budget for answers that their readers have not taken yet. */
  readonly answerBudget: StreamBudget
  /** Work that continues after its caller has left. */
  readonly background: Background
  /** Counts of the refused requests to each bin. */
  readonly refusals: Refusals
  /** Sends a request to an address that the guard allows. */
  readonly send: SendRequest
  /** Checks what can be checked without a DNS lookup. @throws `invalid_input`, `target_forbidden` */
  readonly checkTarget: (url: string) => void
  /** The published keys of providers. */
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

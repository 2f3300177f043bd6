import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import type { Live } from '#lib/live/live'
import type { BinCache } from '#lib/store/bin-cache'
import type { Store } from '#lib/store/store'
import type { Vault } from '#lib/vault/vault'

/** The parts of `Runtime` that a sweep needs. */
export type SweepPorts = {
  config: Pick<
    Config,
    'maxCapturesPerBin' | 'binTtlMs' | 'maxDatabaseBytes' | 'maxDeliveriesPerCapture' | 'maxDeliveryBytesPerBin'
  >
  store: Store
  vault: Vault
  live: Pick<Live, 'changed'>
  bins: Pick<BinCache, 'forget'>
  log: Pick<Logger, 'info' | 'warn'>
  now(): number
  /** Called after this process deleted an expired bin. */
  onExpired(binId: string): void
  /** Called between two steps of a few milliseconds each, to let captures pass. If it resolves to false, the sweep ends. */
  next(): Promise<boolean>
}

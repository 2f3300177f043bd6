import type { SweepPorts } from '#lib/services/sweep-ports'
import type { Store } from '#lib/store/store'
import type { Vault } from '#lib/vault/vault'

const KEEP_ALL = {
  maxCapturesPerBin: 1_000_000,
  binTtlMs: null,
  maxDatabaseBytes: null,
  maxDeliveriesPerCapture: 1_000_000,
  maxDeliveryBytesPerBin: Number.MAX_SAFE_INTEGER,
}

const refuses = () => Promise.reject(new Error('no bin has secrets here'))
const NO_SECRETS: Vault = { seal: refuses, open: refuses, isStale: refuses }

/** The ports of a sweep that deletes nothing and notifies nobody, except for the given ones. */
export function sweepPorts(store: Store, config: Partial<SweepPorts['config']>, given: Partial<SweepPorts>): SweepPorts {
  return {
    config: { ...KEEP_ALL, ...config },
    store,
    vault: NO_SECRETS,
    live: { changed() {} },
    bins: { forget() {} },
    log: { info() {}, warn() {} },
    now: () => 1_000_000,
    onExpired() {},
    next: async () => true,
    ...given,
  }
}

import type { Logger } from 'pino'
import type { DeliverySummary } from '#lib/core/delivery'
import type { Live } from '#lib/live/live'
import type { Metrics } from '#lib/metrics'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { DeliveryLimits, StoredDelivery } from '#lib/store/stored-delivery'
import type { AttemptPorts } from './attempt'
import type { FindPorts } from './find-captures-to-send'
import type { PublisherPorts } from './forward-publisher'

export type RunnerPorts = AttemptPorts &
  FindPorts &
  PublisherPorts & {
    store: Pick<Store, 'waitingAttempts' | 'settleForward' | 'releaseForward'>
    live: Pick<Live, 'follow'>
    /** Whether many captures wait to be stored. They take precedence over forwards. */
    capturesWait(): boolean
    /** Id of this process, as in the lease. */
    leasedBy: string
    limits: DeliveryLimits
    summarize(bin: StoredBin, delivery: StoredDelivery): DeliverySummary
    random(): number
    metrics: Pick<Metrics, 'forwarded'>
    log: Pick<Logger, 'warn'>
    /** Called when the runner stops: the forward was deleted or paused, or its lease was lost. */
    onEnd(): void
    /** Called after `release` gave up the lease. */
    onReleased(): void
  }

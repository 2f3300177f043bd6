import type { SampleProviderFacts } from '#lib/core/sample'
import { sampleProviders } from '#lib/samples/index'
import { knownSenders } from '#lib/senders/index'

/** Most used providers first. */
export function listSamples(): SampleProviderFacts[] {
  return Object.values(sampleProviders).map(({ sender, events, schemes }) => ({
    provider: sender,
    label: knownSenders[sender].label,
    events: Object.keys(events),
    schemes: [...schemes],
  }))
}

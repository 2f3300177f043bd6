'use client'

import { useEffect, useState } from 'react'
import { cx } from '../ui/cx'
import { isComplete, materialOf, type SecretDraft, schemeOf, settingsOf } from './secret-draft'
import type { TrialResult } from './signature-tasks'
import type { Samples } from './use-samples'

const TYPING_MS = 150

/** How many of the newest requests the secret verifies, before it is saved. Computed in this browser. */
export function TrialLine({ draft, samples }: { draft: SecretDraft; samples: Samples }) {
  const tried = useTrial(draft, samples)
  return (
    <div role="status" aria-label="Trial" className="min-h-10 rounded-md bg-sunken px-3 py-2 text-sm">
      {tried === null ? <Waiting samples={samples} /> : <Result result={tried} samples={samples} />}
      {!samples.done && samples.total > 0 && (
        <progress
          aria-label="Requests loaded"
          className="mt-1.5 block h-1 w-full accent-(--accent)"
          max={samples.total}
          value={samples.loaded}
        />
      )}
    </div>
  )
}

function Waiting({ samples: { total, done } }: { samples: Samples }) {
  if (done && total === 0) return <p className="text-muted">This bin has no requests yet to try the secret on.</p>
  return (
    <p className="text-muted">
      Shows how many of the newest requests the secret verifies. Computed in this browser; nothing is sent.
    </p>
  )
}

function Result({ result: { signed, verdicts, reason }, samples }: { result: TrialResult; samples: Samples }) {
  const tried = `the newest ${samples.loaded === 1 ? 'request' : `${samples.loaded} requests`}`
  const left = samples.skipped > 0 ? ` ${samples.skipped} could not be tried: too large, or not stored completely.` : ''
  if (signed === 0) {
    return (
      <p className="text-muted">
        {samples.loaded === 1 ? 'The only request of this bin is not' : `None of ${tried} is`} signed in this way.{left}
      </p>
    )
  }
  const good = verdicts.valid + verdicts.late
  return (
    <>
      <p>
        <b className={cx('font-semibold tabular-nums', good === 0 ? 'text-danger' : good < signed ? 'text-warn' : 'text-ok')}>
          {good} of {signed} valid
        </b>
        <span className="text-muted">
          {' '}
          among {tried}
          {verdicts.late > 0 && `, ${verdicts.late} late`}
          {verdicts.missing > 0 && `, ${verdicts.missing} without a signature`}.{left}
        </span>
      </p>
      {good === 0 && (
        <p className="mt-1 break-words">
          {reason ? (
            <>
              <b className="font-medium">{reason.title}.</b> {reason.fix}
            </>
          ) : (
            'Most likely this is the secret of another endpoint. Copy the signing secret of this webhook again.'
          )}
        </p>
      )}
    </>
  )
}

/** null: there is nothing to try yet, or the trial is running. */
function useTrial(draft: SecretDraft, { worker, loaded }: Samples): TrialResult | null {
  const [tried, setTried] = useState<TrialResult | null>(null)
  useEffect(() => {
    if (worker === null || loaded === 0 || !isComplete(draft)) return setTried(null)
    let wanted = true
    const timer = setTimeout(async () => {
      const { scheme, custom } = draft
      const material = materialOf(draft, schemeOf(draft)!)
      const result = await worker.trySecret({ scheme, custom, material, ...settingsOf(draft) })
      if (wanted) setTried(result)
    }, TYPING_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [draft, worker, loaded])
  return tried
}

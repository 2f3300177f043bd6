'use client'

import { Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { completeUrl } from '#lib/core/complete-url'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, UrlInput } from '../../ui/field'
import { formatAge, formatCount } from '../../ui/format'
import { onDemand } from '../../ui/on-demand'
import { Segmented } from '../../ui/segmented'
import { chosenTargets, lastChoice, rememberChoice, type TargetChoice, useSavedTargets } from '../known-targets'
import { useSigningSecrets } from '../signing-secrets'
import { TARGETS_AT_ONCE_MAX, urlFault } from '../target'
import { TargetTicks } from '../target-ticks'
import { PaceField } from './pace-field'
import { planSteps, STEPS_MAX, timeLeft } from './plan-sequence'
import { type Pace, type SequenceOrder, type SequencePlan, startedSequence } from './sequence'
import { SignSteps } from './sign-fields'
import { type SequenceSign, secretFor } from './sign-steps'

const TargetManager = onDemand(() => import('../target-manager').then((module) => module.TargetManager))

type Which = 'picked' | 'loaded'

type Props = {
  binId: string
  picked: readonly CaptureSummary[]
  loaded: readonly CaptureSummary[]
  onStart: (plan: SequencePlan) => void
  onOpenChange: (open: boolean) => void
}

/** The form for which requests go where, in which order and how fast. */
export function SequenceSetup({ binId, picked, loaded, onStart, onOpenChange }: Props) {
  const [saved, save] = useSavedTargets()
  const [managed, setManaged] = useState<string | null>(null)
  const [which, setWhich] = useState<Which>(picked.length > 0 ? 'picked' : 'loaded')
  const [choice, setChoice] = useState<TargetChoice>(() => lastChoice(binId))
  const [order, setOrder] = useState<SequenceOrder>('oldest')
  const [pace, setPace] = useState<Pace>({ kind: 'fast' })
  const [stopOnFailure, setStopOnFailure] = useState(false)
  const [sign, setSign] = useState<SequenceSign>('captured')
  const [newIds, setNewIds] = useState(false)
  const [tried, setTried] = useState(false)
  const secrets = useSigningSecrets(binId)

  const captures = which === 'picked' ? picked : loaded
  const targets = chosenTargets(choice, saved)
  const count = captures.length * targets.length
  const fault = faultOf(completeUrl(choice.typed), targets.length, count)
  const secretOf = (capture: CaptureSummary) => secretFor(capture, sign, secrets)
  const plan = (): SequencePlan => ({ steps: planSteps(captures, targets, order, secretOf), pace, stopOnFailure, newIds })
  const start = () => {
    setTried(true)
    if (fault) return
    rememberChoice(binId, { typed: completeUrl(choice.typed), savedIds: choice.savedIds })
    onStart(plan())
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Resend several requests"
      description="One after another, each as it was captured unless it is signed again."
      className="sm:max-w-lg"
      footer={
        <>
          <p className="mr-auto self-center text-xs text-muted tabular-nums">{fault ? null : <Sum plan={plan()} />}</p>
          <Button variant="primary" onClick={start}>
            <Play aria-hidden />
            Start
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Row label="Requests">
          <WhichField which={which} picked={picked.length} loaded={loaded.length} onWhich={setWhich} />
        </Row>
        <Field label="Target" error={tried ? fault : null}>
          {(control) => (
            <UrlInput
              {...control}
              placeholder="http://127.0.0.1:8080/webhooks"
              value={choice.typed}
              onChange={(event) => setChoice({ ...choice, typed: event.target.value })}
            />
          )}
        </Field>
        <TargetTicks saved={saved} choice={choice} onChoice={setChoice} onManage={setManaged} />
        <Row label="Order">
          <Segmented label="Order" options={ORDERS} value={order} onChange={setOrder} />
        </Row>
        <Row label="Pace">
          <PaceField pace={pace} onPace={setPace} />
        </Row>
        <SignSteps captures={captures} secrets={secrets} sign={sign} onSign={setSign} newIds={newIds} onNewIds={setNewIds} />
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={stopOnFailure}
            onChange={(event) => setStopOnFailure(event.target.checked)}
          />
          Stop at the first failure (no response, or 400 and above)
        </label>
        <CutNote captures={captures} />
      </div>
      {managed !== null && <TargetManager saved={saved} save={save} newUrl={managed} onClose={() => setManaged(null)} />}
    </Dialog>
  )
}

const ORDERS = [
  { id: 'oldest', label: 'Oldest first' },
  { id: 'newest', label: 'Newest first' },
] as const

function faultOf(typed: string, targets: number, count: number): string | null {
  if (typed !== '' || targets === 0) {
    const fault = urlFault(typed)
    if (fault) return fault
  }
  if (targets > TARGETS_AT_ONCE_MAX) return `At most ${TARGETS_AT_ONCE_MAX} targets at once: select fewer`
  return count > STEPS_MAX
    ? `${formatCount(count)} sends, and the limit is ${formatCount(STEPS_MAX)}: select fewer requests, or narrow the filter`
    : null
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs font-medium text-muted">
        {label}
      </span>
      <div>{children}</div>
    </div>
  )
}

type WhichProps = { which: Which; picked: number; loaded: number; onWhich: (which: Which) => void }

function WhichField({ which, picked, loaded, onWhich }: WhichProps) {
  if (picked === 0) return <p className="text-sm">All {formatCount(loaded)} loaded requests</p>
  const options = [
    { id: 'picked', label: `Selected: ${formatCount(picked)}` },
    { id: 'loaded', label: `All in the list: ${formatCount(loaded)}` },
  ] as const
  return <Segmented label="Requests" options={options} value={which} onChange={onWhich} />
}

/** `12 sends, about 40 s` */
function Sum({ plan }: { plan: SequencePlan }) {
  const left = timeLeft(startedSequence(plan), 0)
  const sends = plan.steps.length === 1 ? '1 send' : `${formatCount(plan.steps.length)} sends`
  return <>{left === null ? sends : `${sends}, at least ${formatAge(Math.max(1000, left))}`}</>
}

function CutNote({ captures }: { captures: readonly CaptureSummary[] }) {
  const cut = captures.filter(({ truncated }) => truncated).length
  if (cut === 0) return null
  return (
    <p role="note" className="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
      {cut === 1 ? '1 was' : `${formatCount(cut)} were`} captured only in part and will be skipped, because an incomplete body is
      not sent.
    </p>
  )
}

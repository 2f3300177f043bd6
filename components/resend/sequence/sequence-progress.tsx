'use client'

import { Play, RotateCw, Square } from 'lucide-react'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { formatAge, formatCount } from '../../ui/format'
import { useNow } from '../../ui/time'
import { targetLabel } from '../target'
import { timeLeft } from './plan-sequence'
import { countSequence, currentStep, hasFailed, isRunning, type Sequence, stepsWhere } from './sequence'
import { SequenceResults } from './sequence-results'

type Props = {
  sequence: Sequence
  onStop: () => void
  onResume: (steps: readonly number[]) => void
  onNew: () => void
  onShow: (captureId: string, deliveryId: string) => void
  onOpenChange: (open: boolean) => void
}

/** Shows the progress, the outcome of each send, and the next actions. */
export function SequenceProgress({ sequence, onStop, onResume, onNew, onShow, onOpenChange }: Props) {
  const underWay = isRunning(sequence)
  const failed = stepsWhere(sequence, hasFailed)
  const left = stepsWhere(sequence, ({ state }) => state === 'waiting')
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Resend several requests"
      description={underWay ? 'Closing this dialog does not stop it. Leaving the page of the bin does.' : undefined}
      className="sm:max-w-2xl"
      footer={
        underWay ? (
          <>
            <Button className="mr-auto" onClick={() => onOpenChange(false)}>
              Continue in the background
            </Button>
            <Button variant="danger" disabled={sequence.state === 'stopping'} onClick={onStop}>
              <Square aria-hidden />
              Stop
            </Button>
          </>
        ) : (
          <>
            <Button variant="ghost" className="mr-auto" onClick={onNew}>
              New
            </Button>
            {failed.length > 0 && (
              <Button onClick={() => onResume(failed)}>
                <RotateCw aria-hidden />
                {`Resend the failed ${failed.length === 1 ? 'one' : formatCount(failed.length)}`}
              </Button>
            )}
            {left.length > 0 && (
              <Button variant="primary" onClick={() => onResume(left)}>
                <Play aria-hidden />
                {`Resume (${formatCount(left.length)} left)`}
              </Button>
            )}
          </>
        )
      }
    >
      <Bar sequence={sequence} />
      <Now sequence={sequence} />
      <SequenceResults sequence={sequence} onShow={onShow} />
    </Dialog>
  )
}

function Bar({ sequence }: { sequence: Sequence }) {
  const { total, settled, ok, failed, skipped } = countSequence(sequence)
  const part = (count: number) => ({ width: `${(count / Math.max(1, total)) * 100}%` })
  return (
    <>
      <div
        role="progressbar"
        aria-label="Sent"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={settled}
        className="flex h-2 overflow-hidden rounded-full bg-line forced-color-adjust-none"
      >
        <span className="bg-ok" style={part(ok)} />
        <span className="bg-danger" style={part(failed)} />
        <span className="bg-faint" style={part(skipped)} />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-3 text-sm tabular-nums">
        <span className="font-medium">{`${formatCount(settled)} of ${formatCount(total)}`}</span>
        <span className="text-ok">{`${formatCount(ok)} answered`}</span>
        <span className={failed > 0 ? 'text-danger' : 'text-muted'}>{`${formatCount(failed)} failed`}</span>
        {skipped > 0 && <span className="text-muted">{`${formatCount(skipped)} skipped`}</span>}
      </p>
    </>
  )
}

/** What is happening now. Screen readers hear only the end. */
function Now({ sequence }: { sequence: Sequence }) {
  return (
    <div className="mt-1 mb-3 min-h-10 text-sm text-muted">
      {isRunning(sequence) ? <Doing sequence={sequence} /> : <p role="status">{endText(sequence)}</p>}
    </div>
  )
}

function Doing({ sequence }: { sequence: Sequence }) {
  const now = useNow()
  const step = currentStep(sequence)
  const left = timeLeft(sequence, now)
  const waits = sequence.pause && `${sequence.pause.why}: ${Math.max(0, Math.ceil((sequence.pause.until - now) / 1000))} s`
  return (
    <>
      <p className="truncate">
        {sequence.state === 'stopping' && 'Stopping after the current request… '}
        {step ? `Sending #${step.capture.seq} to ${targetLabel(step.target)}` : waits}
      </p>
      {left !== null && sequence.state === 'running' && <p>{`About ${formatAge(Math.max(1000, left))} left`}</p>}
    </>
  )
}

function endText(sequence: Sequence): string {
  if (sequence.state === 'done') return 'All sent.'
  const { waiting } = countSequence(sequence)
  const rest = waiting > 0 ? ` ${formatCount(waiting)} not sent.` : ''
  return `${sequence.why ?? 'Stopped.'}${rest}`
}

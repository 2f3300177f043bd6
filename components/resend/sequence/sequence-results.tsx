'use client'

import { useEffect, useState } from 'react'
import { visibleText } from '#lib/core/visible-text'
import { type RowTarget, VirtualRows } from '../../rows/virtual-rows'
import { Captured } from '../../ui/captured'
import { cx } from '../../ui/cx'
import { formatMs } from '../../ui/format'
import { MethodName, StatusCode } from '../../ui/method-and-status'
import { targetLabel } from '../target'
import { isRunning, type Sequence, type Step, type StepResult } from './sequence'

const ROW_PX = 44

type Props = { sequence: Sequence; onShow: (captureId: string, deliveryId: string) => void }

/** One line per send, in order. The current one is kept visible. */
export function SequenceResults({ sequence, onShow }: Props) {
  const { plan, results } = sequence
  const target = useCurrentRow(sequence)
  return (
    <VirtualRows
      role="list"
      aria-label="Results"
      tabIndex={0}
      count={plan.steps.length}
      rowPx={ROW_PX}
      target={target}
      fill={false}
      className="rounded-lg border border-line"
    >
      {(row) => (
        // biome-ignore lint/a11y/useSemanticElements: absolutely positioned rows cannot be children of a ul
        <div role="listitem" aria-posinset={row + 1} aria-setsize={plan.steps.length} className="h-full w-full">
          <ResultRow step={plan.steps[row]!} result={results[row]!} onShow={onShow} />
        </div>
      )}
    </VirtualRows>
  )
}

function useCurrentRow(sequence: Sequence): RowTarget | null {
  const [target, setTarget] = useState<RowTarget | null>(null)
  const row = isRunning(sequence) ? sequence.results.findIndex(({ state }) => state === 'sending') : -1
  useEffect(() => {
    if (row >= 0) setTarget({ row })
  }, [row])
  return target
}

type RowProps = { step: Step; result: StepResult; onShow: Props['onShow'] }

const ROW =
  'grid h-full w-full grid-cols-[3.5rem_4.5rem_minmax(0,1fr)_auto] items-center gap-2 border-b border-line/60 px-3 text-left text-xs'

function ResultRow({ step, result, onShow }: RowProps) {
  const content = (
    <>
      <span className="font-mono text-faint tabular-nums">#{step.capture.seq}</span>
      <Outcome result={result} />
      <span className="min-w-0">
        <span className="block truncate font-mono text-ink">
          <MethodName method={step.capture.method} className="mr-1.5" />
          <Captured text={step.capture.path} />
        </span>
        <span
          className={cx('block truncate text-2xs', note(result) ? 'text-danger' : 'text-faint')}
          title={note(result) ?? visibleText(step.target.url)}
        >
          {note(result) ?? targetLabel(step.target)}
        </span>
      </span>
      <span className="text-muted tabular-nums">{result.state === 'answered' && formatMs(result.ms)}</span>
    </>
  )
  if (result.state !== 'answered') return <div className={ROW}>{content}</div>
  return (
    <button
      type="button"
      className={cx(ROW, '-outline-offset-2 hover:bg-hover')}
      onClick={() => onShow(step.capture.id, result.deliveryId)}
    >
      {content}
    </button>
  )
}

function Outcome({ result }: { result: StepResult }) {
  if (result.state === 'answered') {
    return (
      <span>
        <StatusCode status={result.status} />
      </span>
    )
  }
  const tone = result.state === 'failed' ? 'text-danger' : result.state === 'sending' ? 'text-accent-text' : 'text-faint'
  return <span className={tone}>{result.state === 'failed' ? 'not sent' : result.state}</span>
}

function note(result: StepResult): string | null {
  return result.state === 'waiting' || result.state === 'sending' ? null : 'why' in result ? result.why : null
}

'use client'

import { ArrowLeftRight, ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { kindName } from '#lib/core/filter/kind'
import type { LoadedCapture } from '../feed/use-capture'
import { Button } from '../ui/button'
import { Captured } from '../ui/captured'
import { Dialog } from '../ui/dialog'
import { LoadFailed } from '../ui/load-failed'
import { MethodName } from '../ui/method-and-status'
import { Skeleton } from '../ui/skeleton'
import { ExactTime } from '../ui/time'
import { Comparison } from './comparison'
import { type Compared, useCompared } from './use-compared'

type Props = {
  /** null: the previous request similar to `after`. */
  before: CaptureSummary | null
  after: CaptureSummary
  onOpenChange: (open: boolean) => void
}

/** The differences between two captures. The older one is on the left until they are swapped. */
export function CompareDialog({ before, after, onOpenChange }: Props) {
  const compared = useCompared(after, before)
  const { other, loaded } = compared
  const [swapped, setSwapped] = useState(false)
  const flipped = swapped !== (other !== null && other.seq > after.seq)
  const whole = loaded.capture?.state === 'ready' ? loaded.capture.capture : null
  useKeys({ '[': () => compared.go('earlier'), ']': () => compared.go('later'), s: () => setSwapped(!swapped) })

  const sides = [
    { key: 'other', capture: other, loaded: loaded.other },
    { key: 'after', capture: after, loaded: loaded.capture },
  ]
  const [left, right] = flipped ? [sides[1]!, sides[0]!] : [sides[0]!, sides[1]!]
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Compare"
      description={<span className="break-all">{kindName(whole ?? after)}</span>}
      className="sm:max-w-5xl"
    >
      <Tools compared={compared} onSwap={() => setSwapped(!swapped)} />
      <div className="mb-4 grid grid-cols-2 gap-2 sm:gap-4">
        <Side label="Before" capture={left.capture} />
        <Side label="After" capture={right.capture} />
      </div>
      {other === null ? (
        <NoOther compared={compared} />
      ) : left.loaded?.state === 'ready' && right.loaded?.state === 'ready' ? (
        <Comparison before={left.loaded.capture} after={right.loaded.capture} />
      ) : (
        <Waiting failed={[left.loaded, right.loaded].find((each) => each?.state === 'failed')} />
      )}
    </Dialog>
  )
}

function Tools({ compared: { other, why, looking, go }, onSwap }: { compared: Compared; onSwap: () => void }) {
  // Not `disabled` while looking, because Earlier has the focus and would lose it.
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        aria-disabled={looking}
        onClick={() => go('earlier')}
        title="Compare with an earlier similar request ( [ )"
      >
        <ChevronLeft aria-hidden /> Earlier
      </Button>
      <Button size="sm" aria-disabled={looking} onClick={() => go('later')} title="Compare with a later similar request ( ] )">
        Later <ChevronRight aria-hidden />
      </Button>
      <Button size="sm" variant="ghost" disabled={other === null} onClick={onSwap} title="Swap the sides ( s )">
        <ArrowLeftRight aria-hidden /> Swap
      </Button>
      <span role="status" className="min-w-0 text-xs text-muted">
        {other !== null && why}
      </span>
    </div>
  )
}

function NoOther({ compared: { why, loaded } }: { compared: Compared }) {
  if (loaded.capture?.state === 'failed') return <Waiting failed={loaded.capture} />
  if (why === null) return <Waiting />
  return (
    <p role="status" className="py-8 text-center text-sm text-muted">
      {why} Select two requests with <kbd className="font-mono">x</kbd> to compare any two.
    </p>
  )
}

function Waiting({ failed }: { failed?: Extract<LoadedCapture, { state: 'failed' }> | null }) {
  if (!failed) return <Skeleton className="h-40 w-full" />
  return <LoadFailed why={failed.why} onRetry={failed.retry ?? undefined} />
}

function Side({ label, capture }: { label: string; capture: CaptureSummary | null }) {
  return (
    <section aria-label={label} className="min-w-0 rounded-lg border border-line px-3 py-2">
      <p className="text-2xs font-medium text-faint">
        {label}
        {capture && (
          <>
            {' '}
            · #{capture.seq} · <ExactTime iso={capture.receivedAt} show="clock" />
          </>
        )}
      </p>
      <p className="mt-0.5 min-h-4 font-mono text-xs break-all">
        {capture && <MethodName method={capture.method} className="mr-2" />}
        {capture && <Captured text={capture.path} />}
      </p>
    </section>
  )
}

/** Shortcuts of this dialog. The page's shortcuts are off while it is open. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const run = keys[event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

'use client'

import { type ReactNode, useState } from 'react'
import { Input } from '../../ui/field'
import { Segmented } from '../../ui/segmented'
import { GAP_SECONDS_MAX, PER_SECOND_MAX } from './plan-sequence'
import type { Pace } from './sequence'

const KINDS = [
  { id: 'fast', label: 'One after another' },
  { id: 'rate', label: 'Per second' },
  { id: 'gaps', label: 'Original gaps' },
] as const

const FIRST: Readonly<Record<Pace['kind'], Pace>> = {
  fast: { kind: 'fast' },
  rate: { kind: 'rate', perSecond: 1 },
  gaps: { kind: 'gaps', maxMs: 10_000 },
}

/** The choice of pace: each after the previous answer, a maximum per second, or the original gaps between captures. */
export function PaceField({ pace, onPace }: { pace: Pace; onPace: (pace: Pace) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented label="Pace" options={KINDS} value={pace.kind} onChange={(kind) => onPace(FIRST[kind])} />
      {pace.kind === 'rate' && (
        <NumberField
          key="rate"
          label="Sends per second"
          first={pace.perSecond}
          min={0.1}
          max={PER_SECOND_MAX}
          onNumber={(perSecond) => onPace({ kind: 'rate', perSecond })}
        >
          a second at most
        </NumberField>
      )}
      {pace.kind === 'gaps' && (
        <NumberField
          key="gaps"
          label="Longest gap in seconds"
          first={pace.maxMs / 1000}
          min={0}
          max={GAP_SECONDS_MAX}
          onNumber={(seconds) => onPace({ kind: 'gaps', maxMs: seconds * 1000 })}
        >
          s between two requests at most
        </NumberField>
      )}
    </div>
  )
}

type NumberProps = {
  label: string
  first: number
  min: number
  max: number
  onNumber: (value: number) => void
  children: ReactNode
}

/** A value out of range is not reported; on blur it becomes the nearest valid one. */
function NumberField({ label, first, min, max, onNumber, children }: NumberProps) {
  const [text, setText] = useState(String(first))
  const value = Number(text)
  const near = Math.min(max, Math.max(min, Number.isFinite(value) && text.trim() !== '' ? value : first))
  return (
    <span className="flex items-center gap-2 text-sm text-muted">
      <Input
        aria-label={label}
        inputMode="decimal"
        className="w-16! text-right tabular-nums"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          const next = Number(event.target.value)
          if (event.target.value.trim() !== '' && next >= min && next <= max) onNumber(next)
        }}
        onBlur={() => {
          setText(String(near))
          onNumber(near)
        }}
      />
      {children}
    </span>
  )
}

'use client'

import { CircleCheck, CircleHelp, CircleX, Clock } from 'lucide-react'
import type { Cause } from '#lib/signatures/explain/cause'
import type { SignatureReport as Report } from '#lib/signatures/report'
import type { Step } from '#lib/signatures/steps'
import { Captured } from '../ui/captured'
import { cx } from '../ui/cx'
import { ComparedValues } from './compared-values'
import { truncateMiddle } from './truncate-middle'
import { type Tone, verdictText } from './verdict-text'

const TONES: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  muted: 'bg-sunken text-muted',
}
const ICONS = { ok: CircleCheck, warn: Clock, danger: CircleX, muted: CircleHelp }

/** Whether the signature of a request is valid, why not, and how that was computed. */
export function SignatureReport({ report }: { report: Report }) {
  const { word, sentence, tone } = verdictText(report)
  const Icon = ICONS[tone]
  const expected = stepValue(report.steps, 'Expected')
  const sent = stepValue(report.steps, 'Sent')
  const compared = expected !== null && sent !== null && report.verdict !== 'valid' && report.verdict !== 'late'
  const steps = compared ? report.steps.filter(({ name }) => name !== 'Expected' && name !== 'Sent') : report.steps
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p role="status" className={cx('flex items-start gap-2 rounded-md px-3 py-2.5', TONES[tone])}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 text-ink">
          <b className={cx('font-semibold', TONES[tone])}>{word}.</b> <Captured text={sentence} />
        </span>
      </p>
      <Causes causes={report.causes} title={tone === 'danger' ? 'Why' : 'Good to know'} />
      {compared && <ComparedValues expected={expected} sent={sent} />}
      <Steps steps={steps} />
      {report.triedCount > 0 && (
        <p className="text-xs text-faint tabular-nums">
          {report.triedCount} {report.triedCount === 1 ? 'variation' : 'variations'} computed in {report.tookMs} ms.
        </p>
      )}
    </div>
  )
}

function stepValue(steps: readonly Step[], name: string): string | null {
  return steps.find((step) => step.name === name)?.value ?? null
}

function Causes({ causes, title }: { causes: readonly Cause[]; title: string }) {
  if (causes.length === 0) return null
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      <ul className="flex flex-col gap-2">
        {causes.map((cause) => (
          <li key={`${cause.code} ${cause.title}`} className="rounded-md border border-line px-3 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="min-w-0 font-medium break-words">
                <Captured text={truncateMiddle(cause.title)} />
              </span>
              <span
                className={cx(
                  'rounded px-1.5 text-2xs font-medium',
                  cause.certain ? 'bg-accent-soft text-accent-text' : 'bg-sunken text-muted',
                )}
                title={
                  cause.certain ? 'With this one change, the computed signature is exactly the one that was sent.' : undefined
                }
              >
                {cause.certain ? 'Proven' : 'Possible'}
              </span>
            </p>
            {cause.detail && (
              <p className="mt-1 break-words text-muted">
                <Captured text={truncateMiddle(cause.detail)} />
              </p>
            )}
            <Fix text={cause.fix} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Sentences, followed by one line of code per framework. */
function Fix({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line !== '')
  const codes = lines.map(codeLine).filter((code) => code !== null)
  const sentences = lines.filter((line) => codeLine(line) === null)
  return (
    <>
      {sentences.map((line) => (
        <p key={line} className="mt-1.5 break-words">
          <Captured text={truncateMiddle(line)} />
        </p>
      ))}
      {codes.length > 0 && (
        <dl className="mt-2 grid gap-x-3 gap-y-1 text-xs sm:grid-cols-[auto_minmax(0,1fr)]">
          {codes.map(({ framework, code }) => (
            <div key={framework} className="contents">
              <dt className="text-muted max-sm:mt-1">{framework}</dt>
              <dd className="min-w-0 font-mono break-words">{code}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

const FRAMEWORK = /^(Express|Next\.js|Fastify|Flask|Django|Rails|Laravel|Spring|ASP\.NET Core|Go): (.+)$/

function codeLine(line: string): { framework: string; code: string } | null {
  const [, framework, code] = FRAMEWORK.exec(line) ?? []
  return framework && code ? { framework, code } : null
}

function Steps({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) return null
  return (
    <section aria-label="How it was checked" className="flex flex-col gap-2">
      <h3 className="font-semibold">How it was checked</h3>
      <dl className="grid gap-x-4 gap-y-1.5 text-xs sm:grid-cols-[8rem_minmax(0,1fr)]">
        {steps.map(({ name, value }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have the same name
          <div key={i} className="contents">
            <dt className="text-muted max-sm:mt-1">{name}</dt>
            <dd className="min-w-0 font-mono break-all whitespace-pre-wrap">
              <Captured text={truncateMiddle(value)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

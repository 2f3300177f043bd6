import { ShieldAlert, ShieldCheck, ShieldQuestionMark, ShieldX } from 'lucide-react'
import type { CaptureSignature, Verdict } from '#lib/core/capture'
import { cx } from '../ui/cx'

const BADGES = {
  valid: { Icon: ShieldCheck, colour: 'text-ok' },
  late: { Icon: ShieldAlert, colour: 'text-warn' },
  invalid: { Icon: ShieldX, colour: 'text-danger' },
  missing: { Icon: ShieldQuestionMark, colour: 'text-danger' },
} as const satisfies Record<Verdict, object>

type Props = {
  signature: CaptureSignature
  /** Shows no text for `valid`, for lists where most rows are valid. */
  quiet?: boolean
}

/** The verdict on the signature of a request. Screen readers get "Signature invalid". */
export function VerdictBadge({ signature: { verdict }, quiet = false }: Props) {
  const { Icon, colour } = BADGES[verdict]
  return (
    <span title={`Signature ${verdict}`} className={cx('inline-flex shrink-0 items-center gap-0.5', colour)}>
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">Signature</span> <span className={cx(quiet && verdict === 'valid' && 'sr-only')}>{verdict}</span>
    </span>
  )
}

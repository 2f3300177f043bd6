'use client'

import { Button } from './button'
import { cx } from './cx'

type Props = { why: string; onRetry?: () => void; className?: string }

/** Something could not be loaded: why, and a way to try again. */
export function LoadFailed({ why, onRetry, className }: Props) {
  return (
    <div role="alert" className={cx('flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-danger', className)}>
      <p className="min-w-0">{why}</p>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

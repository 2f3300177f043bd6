import { cx } from './cx'

const COLOURS: Partial<Record<string, string>> = {
  GET: 'text-method-get',
  POST: 'text-method-post',
  PUT: 'text-method-put',
  PATCH: 'text-method-patch',
  DELETE: 'text-method-delete',
}

/** The request method in its colour. */
export function MethodName({ method, className }: { method: string; className?: string }) {
  return (
    <span className={cx('font-mono font-semibold tracking-tight', COLOURS[method] ?? 'text-method-other', className)}>
      {method}
    </span>
  )
}

/** An HTTP status in the colour of its class; null: no answer came. */
export function StatusCode({ status, className }: { status: number | null; className?: string }) {
  return (
    <span className={cx('rounded px-1.5 py-0.5 font-mono text-xs font-semibold tabular-nums', statusTone(status), className)}>
      {status ?? 'failed'}
    </span>
  )
}

function statusTone(status: number | null): string {
  if (status === null || status >= 500) return 'bg-danger-soft text-danger'
  if (status >= 400) return 'bg-warn-soft text-warn'
  if (status >= 300) return 'bg-accent-soft text-accent-text'
  return 'bg-ok-soft text-ok'
}

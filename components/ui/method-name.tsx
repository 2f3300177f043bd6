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

import { cx } from './cx'

/** A placeholder in the size of what is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden data-loading="" className={cx('block animate-pulse rounded bg-hover dark:bg-line', className)} />
}

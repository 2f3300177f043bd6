import { cx } from './cx'

/** Stands where something is on its way, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden data-loading="" className={cx('block animate-pulse rounded bg-hover dark:bg-line', className)} />
}

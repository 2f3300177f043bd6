import type { AccessKey } from '#lib/core/access-key'
import { Age, ExactTime, useNow } from '../ui/time'

/** When a key was created and last used, and when it expires. */
export function KeyTimes({ of: { createdAt, lastUsedAt, expiresAt } }: { of: AccessKey }) {
  const expired = useNow() >= Date.parse(expiresAt ?? '9999-12-31')
  return (
    <span className="block text-xs text-muted">
      Created <Age iso={createdAt} suffix=" ago" /> ·{' '}
      {lastUsedAt === null ? (
        'not used yet'
      ) : (
        <>
          used <Age iso={lastUsedAt} suffix=" ago" />
        </>
      )}{' '}
      ·{' '}
      {expiresAt === null ? (
        'never expires'
      ) : (
        <span className={expired ? 'text-danger' : undefined}>
          {expired ? 'expired' : 'expires'} <ExactTime iso={expiresAt} show="minute" />
        </span>
      )}
    </span>
  )
}

import type { ErrorCode } from '#lib/core/errors'
import { AccessKeyForm } from '@/components/home/on-demand'
import { NoticePage } from '@/components/page/notice-page'
import NotFound from '../../not-found'

/** Why the bin cannot be shown. Any other error fails the page. */
export type Refusal = Extract<ErrorCode, 'unauthenticated' | 'forbidden' | 'bin_not_found' | 'storage_unavailable'>

const TITLES: Readonly<Record<Refusal, string>> = {
  unauthenticated: 'Access key required',
  forbidden: 'Another owner’s bin',
  bin_not_found: 'Not found',
  storage_unavailable: 'Not available',
}

export function isRefusal(code: ErrorCode): code is Refusal {
  return Object.hasOwn(TITLES, code)
}

export function refusalTitle(refusal: Refusal): string {
  return TITLES[refusal]
}

/**
 * The page in place of a bin. An ordinary page, because those that Next renders for `notFound()` and the like are empty without JavaScript.
 * lib/server/page-status.ts sets its status.
 */
export function BinRefused({ refusal }: { refusal: Refusal }) {
  switch (refusal) {
    case 'unauthenticated':
      return (
        <NoticePage status="401" title="Access key required">
          <p>This browser is not signed in. Enter the access key that created the bin to open it here.</p>
          <p>If you opened a share link, it has expired or was revoked. Ask for a new one.</p>
          <KeyForm />
        </NoticePage>
      )
    case 'forbidden':
      return (
        <NoticePage status="403" title="This bin belongs to another owner">
          <p>
            Anyone with the capture URL can send to this bin. To read its requests, enter an access key of its owner. A read-only
            key may be limited to other bins.
          </p>
          <KeyForm />
        </NoticePage>
      )
    case 'bin_not_found':
      return <NotFound />
    case 'storage_unavailable':
      return (
        <NoticePage status="503" title="The database does not respond">
          <p>
            Creel is running, but its database is unreachable, locked or full. Senders get 503, which asks them to try again, and
            most do so by themselves.
          </p>
          <p>Reload the page in a moment. If that does not help, check the server’s log and /readyz.</p>
        </NoticePage>
      )
  }
}

function KeyForm() {
  return (
    <div className="mt-3">
      <AccessKeyForm label="Access key of the bin" />
      <noscript>
        <p>Entering a key needs JavaScript. Turn it on for this site and reload the page.</p>
      </noscript>
    </div>
  )
}

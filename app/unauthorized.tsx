import type { Metadata } from 'next'
import { AccessKeyForm } from '@/components/home/on-demand'
import { NoticePage } from '@/components/page/notice-page'

export const metadata: Metadata = { title: 'Access key required' }

/** The browser has no key that opens the bin. */
export default function Unauthorized() {
  return (
    <NoticePage status="401" title="Access key required">
      <p>This browser is not signed in. Enter the access key that created the bin to open it here.</p>
      <p>If you opened a share link, it has expired or was revoked. Ask for a new one.</p>
      <div className="mt-3">
        <AccessKeyForm label="Access key of the bin" />
      </div>
    </NoticePage>
  )
}

import type { Metadata } from 'next'
import { AccessKeyForm } from '@/components/home/on-demand'
import { NoticePage } from '@/components/notice-page'

export const metadata: Metadata = { title: 'Access key needed' }

/** A browser without a key that opens a bin. */
export default function Unauthorized() {
  return (
    <NoticePage status="401" title="This bin opens with its access key">
      <p>This browser has no key yet. Whoever made the bin was shown one; with it the bin opens here too.</p>
      <p>Came here through a share link? It has expired or was revoked. Ask for a new one.</p>
      <div className="mt-3">
        <AccessKeyForm label="Its access key" />
      </div>
    </NoticePage>
  )
}

import type { Metadata } from 'next'
import { AccessKeyForm } from '@/components/home/on-demand'
import { NoticePage } from '@/components/notice-page'

export const metadata: Metadata = { title: 'Not yours' }

/** Another key's bin: the right key opens it. */
export default function Forbidden() {
  return (
    <NoticePage status="403" title="This bin belongs to another access key">
      <p>Whoever knows a capture URL may send to it. To read what came in, this browser needs the key that made the bin.</p>
      <div className="mt-3">
        <AccessKeyForm label="Its access key" />
      </div>
    </NoticePage>
  )
}

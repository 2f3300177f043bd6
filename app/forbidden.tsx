import type { Metadata } from 'next'
import { AccessKeyForm } from '@/components/home/on-demand'
import { NoticePage } from '@/components/page/notice-page'

export const metadata: Metadata = { title: 'Another owner’s bin' }

/** The bin belongs to another owner. */
export default function Forbidden() {
  return (
    <NoticePage status="403" title="This bin belongs to another owner">
      <p>
        Anyone with the capture URL can send to this bin. To read its requests, enter an access key of its owner. A read-only key
        may be limited to other bins.
      </p>
      <div className="mt-3">
        <AccessKeyForm label="Access key of the bin" />
      </div>
    </NoticePage>
  )
}

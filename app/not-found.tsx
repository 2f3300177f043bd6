import type { Metadata } from 'next'
import { CreateBinButton } from '@/components/home/on-demand'
import { NoticePage } from '@/components/page/notice-page'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <NoticePage
      status="404"
      title="There is nothing here"
      actions={
        <>
          <CreateBinButton />
          <a href="/" className="rounded-md px-3 py-1.5 text-sm font-medium text-muted hover:bg-hover hover:text-ink">
            Your bins
          </a>
        </>
      }
    >
      <p>
        The address may be mistyped, or the bin was deleted or has expired. Requests to its capture URL get 404 and are not
        stored.
      </p>
    </NoticePage>
  )
}

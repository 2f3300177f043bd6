'use client'

import { AccessKeyForm } from '../access/access-key-form'
import type { PageAccess } from '../access/page-access'
import { CreateBinButton } from '../home/create-bin'
import { NoticePage } from '../page/notice-page'

/** The access was revoked while the page was open. */
export function AccessEnded({ access }: { access: PageAccess }) {
  if (access !== 'owner' && access !== 'reader') {
    return (
      <NoticePage title="This link has ended">
        <p>The share link was revoked or has expired. Ask for a new one.</p>
      </NoticePage>
    )
  }
  return (
    <NoticePage title="This browser is signed out">
      <p>The access key was revoked or replaced or has expired, or another tab signed out. The bin keeps catching requests.</p>
      <div className="mt-3">
        <AccessKeyForm label="Access key of the bin" onOpened={() => window.location.reload()} />
      </div>
    </NoticePage>
  )
}

/** The bin was deleted, here or elsewhere, while this page was open. */
export function BinGone() {
  return (
    <NoticePage title="This bin was deleted" actions={<CreateBinButton />}>
      <p>Its requests were deleted too. Senders to its capture URL now get 404.</p>
    </NoticePage>
  )
}

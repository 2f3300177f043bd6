'use client'

import { AccessKeyForm } from '../home/access-key-form'
import { NoticePage } from '../notice-page'
import type { PageAccess } from '../share/access'

/** What this page reads with was taken back while it was open. Nothing is asked for any more. */
export function AccessEnded({ access }: { access: PageAccess }) {
  if (access !== 'owner') {
    return (
      <NoticePage title="This link has ended">
        <p>It was revoked or has expired. What it showed is not shown any more; ask whoever shared it for a new one.</p>
      </NoticePage>
    )
  }
  return (
    <NoticePage title="This browser has no access any more">
      <p>Its access key was replaced, or it was signed out in another tab. The bin stays and goes on catching requests.</p>
      <div className="mt-3">
        <AccessKeyForm label="The access key of the bin" onOpened={() => window.location.reload()} />
      </div>
    </NoticePage>
  )
}

'use client'

import { CreateBinButton } from '../home/create-bin-button'
import { NoticePage } from '../notice-page'

/** The bin was deleted, here or elsewhere, while this page was open. */
export function BinGone() {
  return (
    <NoticePage title="This bin was deleted" actions={<CreateBinButton size="md" />}>
      <p>Its requests went with it. Senders to its capture URL are answered with 404 from now on.</p>
    </NoticePage>
  )
}

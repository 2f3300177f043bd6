'use client'

import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'

/** The one time that an access key is shown. */
export function KeyDialog({ accessKey, onClose }: { accessKey: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keep your access key"
      description="This browser remembers it. It is shown only now: with it another browser, the API and scripts reach your bins."
      footer={
        <>
          <CopyButton text={accessKey} label="Copy key" />
          <Button variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        </>
      }
    >
      <code className="block rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-sm break-all select-all">
        {accessKey}
      </code>
    </Dialog>
  )
}

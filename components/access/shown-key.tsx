import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'

type Props = { accessKey: string; onSaved: () => void; children?: ReactNode }

/** A key, while it can still be shown. `children`: further information. */
export function ShownKey({ accessKey, onSaved, children }: Props) {
  return (
    <>
      <code className="block rounded-md border border-line bg-sunken px-3 py-2.5 font-mono break-all select-all">
        {accessKey}
      </code>
      <p className="mt-2 text-muted">
        Save it now, in a password manager or where your script reads it. Creel stores only its hash and cannot show it again
        after this page is reloaded. {children}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <CopyButton text={accessKey} label="Copy key" />
        <Button variant="primary" onClick={onSaved}>
          I saved it
        </Button>
      </div>
    </>
  )
}

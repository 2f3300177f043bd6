'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'

const OfferKey = createContext<(accessKey: string) => void>(() => {})

/** Shows a new access key once, over whatever page is open. */
export const useOfferKey = () => useContext(OfferKey)

/** Above the pages, so that the dialog stays while the page behind it changes. The key is held nowhere else. */
export function KeepKeyProvider({ children }: { children: ReactNode }) {
  const [accessKey, setAccessKey] = useState<string | null>(null)
  const close = () => setAccessKey(null)
  return (
    <OfferKey.Provider value={setAccessKey}>
      {children}
      <Dialog
        open={accessKey !== null}
        onOpenChange={(open) => !open && close()}
        title="Keep your access key"
        description="This browser remembers it. It is shown only now: with it another browser, the API and scripts reach your bins."
        footer={
          <>
            <CopyButton text={accessKey ?? ''} label="Copy key" />
            <Button variant="primary" onClick={close}>
              I have kept it
            </Button>
          </>
        }
      >
        <code className="block rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-sm break-all select-all">
          {accessKey}
        </code>
      </Dialog>
    </OfferKey.Provider>
  )
}

'use client'

import dynamic from 'next/dynamic'
import { createContext, type ReactNode, useContext, useState } from 'react'

const KeyDialog = dynamic(() => import('./key-dialog').then((module) => module.KeyDialog))

const OfferKey = createContext<(accessKey: string) => void>(() => {})

/** Shows a new access key once, over whatever page is open. */
export const useOfferKey = () => useContext(OfferKey)

/** Above the pages, so that the dialog stays while the page behind it changes. The key is held nowhere else. */
export function KeepKeyProvider({ children }: { children: ReactNode }) {
  const [accessKey, setAccessKey] = useState<string | null>(null)
  return (
    <OfferKey.Provider value={setAccessKey}>
      {children}
      {accessKey !== null && <KeyDialog accessKey={accessKey} onClose={() => setAccessKey(null)} />}
    </OfferKey.Provider>
  )
}

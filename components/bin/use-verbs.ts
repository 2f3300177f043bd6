'use client'

import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { type RefObject, useCallback } from 'react'
import type { Verbs } from './inspector-actions'
import type { Overlay } from './overlays'

type VerbTools = {
  close: () => void
  resendOpen: boolean
  setResendOpen: (open: boolean) => void
  setOverlay: (overlay: Overlay) => void
  filterField: RefObject<HTMLInputElement | null>
}

/** What a button, a key or the palette does beyond the list itself. */
export function useVerbs({ close, resendOpen, setResendOpen, setOverlay, filterField }: VerbTools): Verbs {
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
  return {
    compare: (before, after) => setOverlay({ kind: 'compare', before, after }),
    importFile: useCallback((file: File) => setOverlay({ kind: 'import', file }), [setOverlay]),
    resendSeveral: (picked) => setOverlay({ kind: 'sequence', picked }),
    showTypes: (of) => setOverlay({ kind: 'types', of }),
    sendAgain: async (capture) => {
      const { sendAgain } = await import('../resend/send-again')
      if (!(await sendAgain(capture))) setResendOpen(true)
    },
    toggleResend: () => setResendOpen(!resendOpen),
    closeOne: () => (resendOpen ? setResendOpen(false) : close()),
    open: (kind) => setOverlay({ kind }),
    toggleTheme: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    focusFilter: () => filterField.current?.focus(),
    goHome: () => router.push('/'),
  }
}

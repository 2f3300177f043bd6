'use client'

import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { type RefObject, useCallback } from 'react'
import { useAccessKey } from '../access/access-key'
import type { PageCommands } from './inspector-actions'
import type { Overlay } from './overlays'
import type { PaneControl } from './use-panes'

type CommandInput = Pick<PaneControl, 'stepList'> & {
  close: () => void
  resendOpen: boolean
  setResendOpen: (open: boolean) => void
  setOverlay: (overlay: Overlay) => void
  filterField: RefObject<HTMLInputElement | null>
}

/** What a button, a key or the palette does beyond the list itself. */
export function usePageCommands({
  close,
  resendOpen,
  setResendOpen,
  setOverlay,
  filterField,
  stepList,
}: CommandInput): PageCommands {
  const router = useRouter()
  const { openDialog } = useAccessKey()
  const { resolvedTheme, setTheme } = useTheme()
  return {
    compare: (before, after) => setOverlay({ kind: 'compare', before, after }),
    importFile: useCallback((file: File) => setOverlay({ kind: 'import', file }), [setOverlay]),
    resendSeveral: (picked) => setOverlay({ kind: 'sequence', picked }),
    addSecret: (scheme) => setOverlay({ kind: 'secrets', adding: { scheme } }),
    shareOpened: () => setOverlay({ kind: 'share', ofOpened: true }),
    showTypes: (of) => setOverlay({ kind: 'types', of }),
    sendAgain: async (capture) => {
      const { sendAgain } = await import('../resend/send-again')
      if (!(await sendAgain(capture))) setResendOpen(true)
    },
    checkIdempotency: (of, selected) =>
      setOverlay({ kind: 'idempotency', of, others: selected.filter(({ id }) => id !== of.id) }),
    toggleResend: () => setResendOpen(!resendOpen),
    closeOne: () => (resendOpen ? setResendOpen(false) : close()),
    open: (kind) => setOverlay({ kind }),
    toggleTheme: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    focusFilter: () => filterField.current?.focus(),
    stepList,
    goHome: () => router.push('/'),
    showAccessKey: openDialog,
    openSignatureCheck: () => void window.open('/signatures', '_blank', 'noopener'),
    openHelp: () => void window.open('/help', '_blank', 'noopener'),
  }
}

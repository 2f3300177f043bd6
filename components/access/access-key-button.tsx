'use client'

import { KeyRound } from 'lucide-react'
import { Button } from '../ui/button'
import { useAccessKey } from './access-key'

export function AccessKeyButton() {
  const { openDialog } = useAccessKey()
  return (
    <Button variant="ghost" size="sm" onClick={openDialog}>
      <KeyRound aria-hidden className="max-sm:hidden" />
      Access keys
    </Button>
  )
}

'use client'

import { Check, ChevronDown, WandSparkles } from 'lucide-react'
import { VIEWER_KINDS, VIEWER_LABELS, type ViewerKind } from '#lib/viewers/kinds'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu'

type Props = {
  shown: ViewerKind | null
  choice: ViewerKind | null
  fitting: readonly ViewerKind[]
  onChoice: (choice: ViewerKind | null) => void
}

/** Says how the body is shown, and lets the reader choose otherwise: first what fits. */
export function ViewerMenu({ shown, choice, fitting, onChoice }: Props) {
  const others = VIEWER_KINDS.filter((kind) => !fitting.includes(kind))
  const item = (kind: ViewerKind) => (
    <MenuItem key={kind} icon={<Mark on={kind === shown} />} onSelect={() => onChoice(kind)}>
      {VIEWER_LABELS[kind]}
    </MenuItem>
  )
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" variant="ghost" className="-ml-2">
          {shown === null ? 'Shown as …' : `Shown as ${VIEWER_LABELS[shown]}`}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<WandSparkles aria-hidden />} disabled={choice === null} onSelect={() => onChoice(null)}>
        Best guess
      </MenuItem>
      <MenuSeparator />
      {fitting.length > 0 && <MenuLabel>Seems to fit</MenuLabel>}
      {fitting.map(item)}
      {others.length > 0 && <MenuLabel>Others</MenuLabel>}
      {others.map(item)}
    </Menu>
  )
}

function Mark({ on }: { on: boolean }) {
  return on ? <Check aria-label="shown" /> : <span className="size-4" />
}

'use client'

import { Check, ChevronDown, WandSparkles } from 'lucide-react'
import { FORMAT_KINDS, FORMAT_LABELS, type FormatKind } from '#lib/formats/kinds'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu'

type Props = {
  shown: FormatKind | null
  choice: FormatKind | null
  fitting: readonly FormatKind[]
  onChoice: (choice: FormatKind | null) => void
}

/** Shows the current format and lets the reader choose another, fitting ones first. */
export function ViewerMenu({ shown, choice, fitting, onChoice }: Props) {
  const others = FORMAT_KINDS.filter((kind) => !fitting.includes(kind))
  const item = (kind: FormatKind) => (
    <MenuItem key={kind} icon={<Mark on={kind === shown} />} onSelect={() => onChoice(kind)}>
      {FORMAT_LABELS[kind]}
    </MenuItem>
  )
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" variant="ghost" className="-ml-2">
          {shown === null ? 'Shown as …' : `Shown as ${FORMAT_LABELS[shown]}`}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<WandSparkles aria-hidden />} disabled={choice === null} onSelect={() => onChoice(null)}>
        Best guess
      </MenuItem>
      <MenuSeparator />
      {fitting.length > 0 && <MenuLabel>Likely</MenuLabel>}
      {fitting.map(item)}
      {others.length > 0 && <MenuLabel>Others</MenuLabel>}
      {others.map(item)}
    </Menu>
  )
}

function Mark({ on }: { on: boolean }) {
  return on ? <Check aria-label="shown" /> : <span className="size-4" />
}

'use client'

import type { Capture } from '#lib/core/capture'
import { exporters } from '#lib/exporters/index'
import { MenuItem, MenuLabel } from '../ui/menu'
import { copyAs } from './copy-as'

/** The tools that a request can be written for. */
export function CopyAsItems({ capture, captureUrl }: { capture: Capture; captureUrl: string }) {
  return (
    <>
      <MenuLabel>Copy as</MenuLabel>
      {Object.values(exporters).map(({ id, label }) => (
        <MenuItem key={id} keys={id === 'curl' ? 'c' : undefined} onSelect={() => void copyAs(capture, captureUrl, id)}>
          {label}
        </MenuItem>
      ))}
    </>
  )
}

'use client'

import { useEffect, useRef, useState } from 'react'
import { hexRow } from '#lib/formats/hex'
import { VirtualRows } from '../rows/virtual-rows'

const ROW_PX = 18
/** The minimum width for 16 bytes per row; narrower views show 8. */
const WIDE_PX = 560

/** Offsets, bytes in hex, and the same as ASCII. */
export default function HexView({ bytes, fill }: { bytes: Uint8Array; fill: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(16)
  useEffect(() => {
    const element = box.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth < WIDE_PX ? 8 : 16))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className={fill ? 'flex min-h-0 flex-1 flex-col' : undefined}>
      <VirtualRows
        fill={fill}
        count={Math.max(1, Math.ceil(bytes.length / width))}
        rowPx={ROW_PX}
        tabIndex={0}
        role="region"
        aria-label="Bytes of the body"
        className="-outline-offset-2"
      >
        {(row) => <Row bytes={bytes} row={row} width={width} />}
      </VirtualRows>
    </div>
  )
}

function Row({ bytes, row, width }: { bytes: Uint8Array; row: number; width: number }) {
  const { offset, hex, ascii } = hexRow(bytes, row, width)
  const half = width / 2
  const columns = `${hex.slice(0, half).join(' ')}  ${hex.slice(half).join(' ')}`.padEnd(width * 3, ' ')
  return (
    <div className="flex h-full gap-4 px-4 font-mono text-xs leading-4.5 whitespace-pre">
      <span className="text-faint">{offset.toString(16).padStart(8, '0')}</span>
      <span className="text-code-number">{columns}</span>
      <span className="text-code-string">{ascii}</span>
    </div>
  )
}

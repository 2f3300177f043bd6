'use client'

import { useEffect, useState } from 'react'

/** Makes the whole page a drop target. While not `active`, a file dropped beside a dialog is ignored. */
export function DropZone({ active, onFile }: { active: boolean; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault() // otherwise the browser would navigate to the file
      setOver(active)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (!file) return
      event.preventDefault()
      if (active) onFile(file)
    }
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('drop', onDrop)
    window.addEventListener('dragleave', onLeave)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('dragleave', onLeave)
    }
  }, [active, onFile])

  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-overlay p-6">
      <p className="rounded-xl border-2 border-dashed border-accent bg-raised px-8 py-6 text-base font-medium shadow-pop">
        Drop a HAR or NDJSON file to import its requests
      </p>
    </div>
  )
}

'use client'

import { MergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useMemo, useRef } from 'react'
import type { EncodedBytes } from '#lib/core/content'
import { textWindow } from './text-window'

const THEME = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent' },
  '.cm-content, .cm-gutters': { fontFamily: 'var(--font-mono)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--faint)' },
  '.cm-collapsedLines': { background: 'var(--sunken)', color: 'var(--muted)' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--danger-soft)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ok-soft)' },
})

/** Two texts side by side, line by line. Binary bodies are compared as hex. */
export function TextCompare({ before, after }: { before: EncodedBytes; after: EncodedBytes }) {
  const shown = useMemo(() => textWindow(before, after), [before, after])
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const extensions: Extension[] = [
      lineNumbers(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      THEME,
    ]
    const view = new MergeView({
      parent: parent.current!,
      a: { doc: shown.before, extensions },
      b: { doc: shown.after, extensions },
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: false,
      diffConfig: { scanLimit: 500, timeout: 300 },
    })
    return () => view.destroy()
  }, [shown])
  return (
    <>
      {shown.note && <p className="mb-2 text-xs text-muted">{shown.note}</p>}
      <div ref={parent} className="overflow-hidden rounded-lg border border-line" />
    </>
  )
}

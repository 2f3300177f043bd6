'use client'

import { MergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { decodeBytes, type EncodedBytes } from '#lib/core/content'
import { hexLines } from '../body/hex-lines'

const HEX_BYTES_MAX = 65_536

const LOOK = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent' },
  '.cm-content, .cm-gutters': { fontFamily: 'var(--font-mono)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--faint)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--danger-soft)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ok-soft)' },
})

/** Two texts side by side, line by line; what is not text is compared as hex. */
export function TextCompare({ before, after }: { before: EncodedBytes; after: EncodedBytes }) {
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const extensions: Extension[] = [
      lineNumbers(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      LOOK,
    ]
    const asText = before.encoding === 'utf8' && after.encoding === 'utf8'
    const view = new MergeView({
      parent: parent.current!,
      a: { doc: asText ? before.data : hexText(before), extensions },
      b: { doc: asText ? after.data : hexText(after), extensions },
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: false,
    })
    return () => view.destroy()
  }, [before, after])
  return <div ref={parent} className="overflow-hidden rounded-lg border border-line" />
}

function hexText(body: EncodedBytes): string {
  const lines = hexLines(decodeBytes(body).subarray(0, HEX_BYTES_MAX))
  return lines.map(({ offset, hex, ascii }) => `${offset}  ${hex}  ${ascii}`).join('\n')
}

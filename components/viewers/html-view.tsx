'use client'

import { useMemo, useState } from 'react'
import type { SourceText } from '#lib/formats/source-text'
import type { TextBlock } from '#lib/formats/text-block'
import { Segmented } from '../ui/segmented'
import { previewDocument } from './html-preview'
import { Lines } from './text-view'

/** HTML as source, or rendered in a frame without permissions. */
export default function HtmlView({ source, fill }: { source: TextBlock; fill: boolean }) {
  const [form, setForm] = useState<'source' | 'preview'>('source')
  const choice = (
    <Segmented
      label="Form of the page"
      options={[
        { id: 'source', label: 'Source' },
        { id: 'preview', label: 'Preview' },
      ]}
      value={form}
      onChange={setForm}
    />
  )
  if (form === 'source') return <Lines block={source} fill={fill} aside={choice} />
  return (
    <>
      <div className="shrink-0 px-4 pb-1.5">{choice}</div>
      <Preview text={source.text} />
    </>
  )
}

/** An empty `sandbox`: no script, form, plug-in, origin or top navigation. */
function Preview({ text }: { text: SourceText }) {
  const html = useMemo(() => previewDocument(text), [text])
  return (
    <iframe
      title="Preview of the page"
      sandbox=""
      srcDoc={html}
      referrerPolicy="no-referrer"
      className="mx-4 mb-4 min-h-80 flex-1 rounded border border-line bg-white"
    />
  )
}

'use client'

import { useEffect, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { JSON_TYPES_LABELS, type JsonTypesLanguage, jsonTypes } from '#lib/exporters/json-types'
import { explain } from '../api-client'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'
import { readCaptures } from './read-captures'

/** More samples make the type truer, and each is a call. */
const SAMPLES_MAX = 50

const LANGUAGES = (Object.keys(JSON_TYPES_LABELS) as JsonTypesLanguage[]).map((id) => ({ id, label: JSON_TYPES_LABELS[id] }))

type Props = { name: string; captures: readonly CaptureSummary[]; onOpenChange: (open: boolean) => void }

/** One type that fits the JSON bodies of all these captures. */
export function TypesDialog({ name, captures, onOpenChange }: Props) {
  const [language, setLanguage] = useState<JsonTypesLanguage>('typescript')
  const [samples, setSamples] = useState<readonly string[] | null>(null)
  const [made, setMade] = useState<{ text: string } | { why: string } | null>(null)

  useEffect(() => {
    const load = new AbortController()
    readSamples(captures, load.signal).then(setSamples, (error) => !load.signal.aborted && setMade({ why: explain(error) }))
    return () => load.abort()
  }, [captures])

  useEffect(() => {
    if (!samples) return
    let wanted = true
    setMade(null)
    jsonTypes(samples, name, language).then(
      (text) => wanted && setMade({ text }),
      (error: Error) => wanted && setMade({ why: error.message }),
    )
    return () => {
      wanted = false
    }
  }, [samples, name, language])

  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Type of this kind of request"
      description={samples ? `From ${samples.length} JSON ${samples.length === 1 ? 'body' : 'bodies'}.` : 'Reading the bodies…'}
      className="sm:max-w-3xl"
    >
      <div className="mb-3 flex items-center justify-between">
        <Segmented label="Language" options={LANGUAGES} value={language} onChange={setLanguage} />
        {made && 'text' in made && <CopyButton text={made.text} label="Copy" size="sm" variant="ghost" />}
      </div>
      {made === null && <Skeleton className="h-72 w-full" />}
      {made && 'why' in made && (
        <p role="alert" className="py-6 text-sm text-danger">
          {made.why}
        </p>
      )}
      {made && 'text' in made && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          className="scroll-thin h-[min(28rem,60vh)] overflow-auto rounded-lg border border-line bg-sunken p-3.5 text-xs leading-5"
        >
          {made.text}
        </pre>
      )}
    </Dialog>
  )
}

async function readSamples(captures: readonly CaptureSummary[], signal: AbortSignal): Promise<string[]> {
  const samples: string[] = []
  for await (const { body } of readCaptures(captures.slice(0, SAMPLES_MAX), signal)) {
    if (body.encoding === 'utf8' && isJson(body.data)) samples.push(body.data)
  }
  return samples
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

'use client'

import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { kindName } from '#lib/core/filter/kind'
import { JSON_TYPES_LABELS, type JsonTypesLanguage, jsonTypes } from '#lib/exporters/json-types'
import { explain } from '../api'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Segmented } from '../ui/segmented'
import { Skeleton } from '../ui/skeleton'
import { download } from './download'
import { readSamples, SAMPLES_MAX } from './read-samples'

const EXTENSIONS = { typescript: 'ts', 'json-schema': 'schema.json', zod: 'ts' } satisfies Record<JsonTypesLanguage, string>

const LANGUAGES = (Object.keys(JSON_TYPES_LABELS) as JsonTypesLanguage[]).map((id) => ({ id, label: JSON_TYPES_LABELS[id] }))

type Props = { name: string; of: CaptureSummary; onOpenChange: (open: boolean) => void }

/** Generates one type that fits the JSON bodies of similar captures. */
export function TypesDialog({ name, of, onOpenChange }: Props) {
  const [language, setLanguage] = useState<JsonTypesLanguage>('typescript')
  const [samples, setSamples] = useState<readonly string[] | null>(null)
  const [readCount, setReadCount] = useState(0)
  const [made, setMade] = useState<{ text: string } | { why: string } | null>(null)

  useEffect(() => {
    const load = new AbortController()
    readSamples(of, setReadCount, load.signal).then(
      (read) => !load.signal.aborted && setSamples(read),
      (error) => !load.signal.aborted && setMade({ why: explain(error) }),
    )
    return () => load.abort()
  }, [of])

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
      title="Generated types"
      description={
        samples ? `${kindName(of)}, from ${bodies(samples.length)}.` : `Reading the bodies: ${readCount}, at most ${SAMPLES_MAX}…`
      }
      className="sm:max-w-3xl"
    >
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <Segmented label="Language" options={LANGUAGES} value={language} onChange={setLanguage} />
        {made && 'text' in made && (
          <div className="flex items-center gap-1">
            <Button size="sm" variant="ghost" onClick={() => download(new Blob([made.text]), `${name}.${EXTENSIONS[language]}`)}>
              <Download aria-hidden /> Download
            </Button>
            <CopyButton text={made.text} label="Copy" size="sm" variant="ghost" />
          </div>
        )}
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

function bodies(count: number): string {
  return `${count} JSON ${count === 1 ? 'body' : 'bodies'}`
}

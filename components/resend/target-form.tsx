'use client'

import { type FormEvent, useState } from 'react'
import { completeUrl } from '#lib/core/complete-url'
import { parseChangeLines, toChangeLines } from '#lib/core/header-lines'
import { parseUrl } from '#lib/core/parse-url'
import { Button } from '../ui/button'
import { Field, Input, Textarea, UrlInput } from '../ui/field'
import { HEADER_CHANGES_MAX, type SavedTarget, TARGET_NAME_CHARS_MAX, urlFault } from './target'

type Props = {
  /** null: a new target. */
  target: SavedTarget | null
  url: string
  onSave: (target: SavedTarget) => void
  onCancel: () => void
}

export function TargetForm({ target, url: given, onSave, onCancel }: Props) {
  const [name, setName] = useState(target?.name ?? hostOf(given))
  const [url, setUrl] = useState(given)
  const [lines, setLines] = useState(toChangeLines(target?.headerChanges ?? []))
  const [tried, setTried] = useState(false)
  const { headers, error } = parseChangeLines(lines)
  const tooMany = headers && headers.length > HEADER_CHANGES_MAX ? `At most ${HEADER_CHANGES_MAX} headers` : null
  const nameFault = name.trim() === '' ? 'Enter a name, such as Staging' : null
  const wholeUrl = completeUrl(url)
  const wrongUrl = urlFault(wholeUrl)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameFault || wrongUrl || !headers || tooMany) return
    onSave({ id: target?.id ?? newTargetId(), name: name.trim(), url: wholeUrl, headerChanges: headers })
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Name" error={tried ? nameFault : null}>
        {(control) => (
          <Input
            {...control}
            maxLength={TARGET_NAME_CHARS_MAX}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="URL" error={tried ? wrongUrl : null}>
        {(control) => (
          <UrlInput
            {...control}
            placeholder="https://staging.example.com/webhooks"
            value={url}
            onBlur={() => setUrl(wholeUrl)}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Header changes"
        error={error ?? tooMany}
        hint="One per line. “Name: value” replaces the captured header, “-Name” removes it."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            wrap="off"
            autoComplete="off"
            placeholder="Authorization: Bearer …"
            value={lines}
            onChange={(event) => setLines(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary">
          Save target
        </Button>
      </div>
    </form>
  )
}

function newTargetId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('')
}

function hostOf(url: string): string {
  return (parseUrl(url)?.host ?? '').slice(0, TARGET_NAME_CHARS_MAX)
}

'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button'
import { Field, Input, Textarea } from '../ui/field'
import { parseChangeLines, toChangeLines } from './header-lines'
import { HEADER_CHANGES_MAX, type SavedTarget, TARGET_NAME_CHARS_MAX, urlFault } from './target'

type Props = {
  /** null: a new one. */
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
  const nameFault = name.trim() === '' ? 'Give it a name, as Staging' : null
  const wrongUrl = urlFault(url.trim())

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameFault || wrongUrl || !headers || tooMany) return
    onSave({ id: target?.id ?? newTargetId(), name: name.trim(), url: url.trim(), headerChanges: headers })
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
          <Input
            {...control}
            inputMode="url"
            autoComplete="off"
            placeholder="https://staging.example.com/webhooks"
            className="font-mono text-xs!"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Header changes"
        error={error ?? tooMany}
        hint="One a line: Name: value sets it in place of what was captured, -Name leaves it out."
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
  return URL.canParse(url) ? new URL(url).host.slice(0, TARGET_NAME_CHARS_MAX) : ''
}

'use client'

import { History, Send } from 'lucide-react'
import { type RefObject, useId, useState } from 'react'
import { completeUrl } from '#lib/core/complete-url'
import { Button, IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { Field, Input, UrlInput } from '../ui/field'
import { Menu, MenuItem, MenuLabel } from '../ui/menu'
import { useRecentUrls } from './known-targets'
import type { ResendDraft } from './resend-draft'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

type Props = {
  draft: ResendDraft
  methodFault: string | undefined
  change: (part: Partial<ResendDraft>) => void
  typed: string
  onTyped: (url: string) => void
  targetFault: string | null
  /** A send was attempted, so faults show before the field is left. */
  tried: boolean
  /** How many targets a send goes to. */
  count: number
  sending: boolean
  field: RefObject<HTMLInputElement | null>
}

/** Method, typed target, and the button that sends to it and to the ticked targets. In a narrow pane the target gets the button's width. */
export function SendLine({ draft, methodFault, change, typed, onTyped, targetFault, tried, count, sending, field }: Props) {
  const recent = useRecentUrls()
  const [left, setLeft] = useState(false) // a URL that is still being typed is not wrong yet
  const fault = tried || (left && typed !== '') ? targetFault : null
  const whole = completeUrl(typed)
  return (
    <div className="@container">
      <div className="flex flex-wrap items-start gap-2">
        <MethodField draft={draft} error={methodFault} change={change} />
        <Field
          label="Target"
          error={fault}
          hint={whole === typed.trim() ? undefined : `Sends to ${whole}`}
          className="min-w-0 flex-1 basis-40"
        >
          {(control) => (
            <div className="flex gap-1">
              <UrlInput
                {...control}
                ref={field}
                placeholder="localhost:4000/webhooks"
                className="min-w-0"
                value={typed}
                onBlur={() => {
                  setLeft(true)
                  if (whole !== typed.trim()) onTyped(whole)
                }}
                onChange={(event) => onTyped(event.target.value)}
              />
              {recent.length > 0 && (
                <Menu
                  trigger={
                    <IconButton label="Recent targets">
                      <History aria-hidden />
                    </IconButton>
                  }
                >
                  <MenuLabel>Recent targets</MenuLabel>
                  {recent.map((url) => (
                    <MenuItem key={url} onSelect={() => onTyped(url)}>
                      <span className="block max-w-72 truncate font-mono text-xs">
                        <Captured text={url} />
                      </span>
                    </MenuItem>
                  ))}
                </Menu>
              )}
            </div>
          )}
        </Field>
        <Button type="submit" variant="primary" className="mt-[1.375rem] @max-lg:mt-0 @max-lg:basis-full" disabled={sending}>
          <Send aria-hidden />
          {count > 1 ? `Send to ${count}` : 'Send'}
        </Button>
      </div>
    </div>
  )
}

type MethodProps = { draft: ResendDraft; error: string | undefined; change: (part: Partial<ResendDraft>) => void }

function MethodField({ draft, error, change }: MethodProps) {
  const methodsId = useId()
  return (
    <Field label="Method" error={error} className="w-20">
      {(control) => (
        <>
          <Input
            {...control}
            list={methodsId}
            className="px-2! font-mono text-xs! font-semibold uppercase"
            value={draft.method}
            onChange={(event) => change({ method: event.target.value.toUpperCase() })}
          />
          <datalist id={methodsId}>
            {METHODS.map((method) => (
              <option key={method} value={method} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

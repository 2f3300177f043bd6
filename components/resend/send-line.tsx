'use client'

import { History, Send } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, IconButton } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Menu, MenuItem, MenuLabel } from '../ui/menu'
import { useRecentUrls } from './recent-targets'
import type { ResendDraft } from './resend-draft'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

type Props = {
  draft: ResendDraft
  methodFault: string | undefined
  change: (part: Partial<ResendDraft>) => void
  typed: string
  onTyped: (url: string) => void
  targetFault: string | null
  /** A send was tried: what is wrong shows although the field was not left yet. */
  tried: boolean
  /** How many targets a send goes to. */
  count: number
  sending: boolean
}

/** Method, typed target, and the button that sends to it and to the ticked ones. */
export function SendLine({ draft, methodFault, change, typed, onTyped, targetFault, tried, count, sending }: Props) {
  const recent = useRecentUrls()
  const [left, setLeft] = useState(false) // a URL that is still being typed is not wrong yet
  const fault = tried || (left && typed !== '') ? targetFault : null
  return (
    <div className="flex flex-wrap items-start gap-2">
      <MethodField draft={draft} error={methodFault} change={change} />
      <Field label="Target" error={fault} className="min-w-0 flex-1 basis-40">
        {(control) => (
          <div className="flex gap-1">
            <Input
              {...control}
              autoFocus={count === 0}
              inputMode="url"
              autoComplete="off"
              placeholder="http://127.0.0.1:8080/webhooks"
              className="min-w-0 font-mono text-xs!"
              value={typed}
              onBlur={() => setLeft(true)}
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
                    <span className="block max-w-72 truncate font-mono text-xs">{url}</span>
                  </MenuItem>
                ))}
              </Menu>
            )}
          </div>
        )}
      </Field>
      <Button type="submit" variant="primary" className="mt-[1.25rem] max-sm:mt-0 max-sm:basis-full" disabled={sending}>
        <Send aria-hidden />
        {count > 1 ? `Send to ${count}` : 'Send'}
      </Button>
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

'use client'

import { Command, defaultFilter } from 'cmdk'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { Scheme } from '#lib/signatures/scheme'
import { Button } from '../ui/button'
import { knownSchemes } from './secret-draft'

type Props = {
  value: string
  onChange: (id: string) => void
  /** Schemes offered first, because requests here are signed with them. */
  first: readonly string[]
  firstHeading: string
  autoFocus?: boolean
}

const KINDS: Readonly<Record<Scheme['kind'], string>> = { hmac: 'HMAC', asymmetric: 'public key', token: 'token', jwt: 'JWT' }

/** The chosen provider, or a searchable list to choose it from. */
export function SchemeChoice({ value, onChange, first, firstHeading, autoFocus = false }: Props) {
  const schemes = useMemo(knownSchemes, [])
  const chosen = schemes.find(({ id }) => id === value)
  const [searching, setSearching] = useState(false)
  const [search, setSearch] = useState('')
  // Once the user steps through the list or searches it, neither the list nor the item that Enter selects may change.
  const [frozen, setFrozen] = useState<{ first: readonly string[]; lit: string | null } | null>(null)
  if (chosen && !searching) {
    return (
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1">
          <span className="block text-xs font-medium text-muted">Provider</span>
          {chosen.label}{' '}
          <a
            href={chosen.docs}
            target="_blank"
            rel="noreferrer"
            className="text-xs text-accent-text underline underline-offset-2"
          >
            Documentation
          </a>
        </p>
        <Button size="sm" onClick={() => setSearching(true)}>
          Change
        </Button>
      </div>
    )
  }
  const seen = (frozen?.first ?? first).flatMap((id) => schemes.find((scheme) => scheme.id === id) ?? [])
  const others = schemes.filter((scheme) => !seen.includes(scheme))
  const found = search === '' ? [] : matching([...seen, ...others], search)
  const topmost = search === '' ? (seen[0] ?? others[0]) : found[0]
  const lit = frozen?.lit ?? (topmost ? itemName(topmost) : '')
  const keep = (lit: string | null) => setFrozen((before) => ({ first: before?.first ?? first, lit }))
  const choose = (id: string) => {
    setSearching(false)
    setSearch('')
    setFrozen(null)
    onChange(id)
  }
  return (
    <Command
      label="Provider"
      shouldFilter={false}
      disablePointerSelection
      value={lit}
      onValueChange={(name) => setFrozen((before) => before && { ...before, lit: name })}
      onKeyDownCapture={(event) => isStep(event) && keep(lit)}
      className="rounded-md border border-line-strong focus-within:border-accent focus-within:outline-1 focus-within:outline-accent"
    >
      <Command.Input
        autoFocus={autoFocus || searching}
        placeholder="Search providers"
        value={search}
        onValueChange={(text) => {
          setSearch(text)
          if (text === '') setFrozen(null)
          else keep(null)
        }}
        className="h-9 w-full border-b border-line bg-transparent px-3 text-sm outline-none"
      />
      <Command.List label="Providers" className="scroll-thin max-h-52 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-4 text-sm text-muted">No such provider. Try “Custom HMAC”.</Command.Empty>
        {search === '' ? (
          <>
            <Group heading={firstHeading} schemes={seen} onChoose={choose} />
            <Group heading={seen.length > 0 ? 'All others' : 'All'} schemes={others} onChoose={choose} />
          </>
        ) : (
          <Group heading="Matches" schemes={found} onChoose={choose} />
        )}
      </Command.List>
    </Command>
  )
}

/** The keys with which `Command` steps through its list. */
function isStep({ key, ctrlKey }: KeyboardEvent): boolean {
  return ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key) || (ctrlKey && ['n', 'j', 'p', 'k'].includes(key))
}

/** The text that a search matches. */
const itemName = ({ label, id }: Scheme) => `${label} ${id}`

/** Best match first. */
function matching(schemes: readonly Scheme[], search: string): Scheme[] {
  return schemes
    .map((scheme) => ({ scheme, score: defaultFilter(itemName(scheme), search) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ scheme }) => scheme)
}

type GroupProps = { heading: string; schemes: readonly Scheme[]; onChoose: (id: string) => void }

function Group({ heading, schemes, onChoose }: GroupProps) {
  if (schemes.length === 0) return null
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {schemes.map((scheme) => (
        <Command.Item
          key={scheme.id}
          value={itemName(scheme)}
          onSelect={() => onChoose(scheme.id)}
          className="flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1 text-sm hover:bg-hover/50 data-[selected=true]:bg-hover dark:data-[selected=true]:bg-line"
        >
          <span className="min-w-0 flex-1">{scheme.label}</span>
          <span className="text-xs text-muted">{KINDS[scheme.kind]}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}

'use client'

import { Check, ChevronRight, Copy, Route, SquareArrowDownRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { LONG_VALUE, openLabelOf } from '#lib/viewers/open-node'
import { sizeText } from '#lib/viewers/size-text'
import { DUPLICATE, isContainer, type NodeKind, nodeKind, type Tree, UNCLOSED, valueText } from '#lib/viewers/tree'
import { nodeName, nodePath } from '#lib/viewers/tree-path'
import { unixTimeWords } from '#lib/viewers/unix-time'
import { useCopy } from '../ui/copy-button'
import { cx } from '../ui/cx'
import { Marked } from './marked'

const INDENT_LEVELS = 30

const COLORS: Record<NodeKind, string> = {
  object: 'text-code-mark',
  array: 'text-code-mark',
  lines: 'text-code-mark',
  fields: 'text-code-mark',
  string: 'text-code-string',
  number: 'text-code-number',
  literal: 'text-code-literal',
  bytes: 'text-code-number',
  broken: 'text-danger',
}

type Props = {
  tree: Tree
  node: number
  closing: boolean
  depth: number
  folded: boolean
  /** Opened in place. */
  opened: boolean
  active: boolean
  needle: string
  onFold: () => void
  onOpen: () => void
}

/** One line of the tree. */
export function TreeRow(props: Props) {
  const { tree, node, closing, depth, active } = props
  return (
    <div
      className={cx(
        'group flex h-full items-center gap-1 pr-2 font-mono text-xs whitespace-pre',
        active ? 'bg-selected' : 'hover:bg-hover',
      )}
      style={{ paddingLeft: 8 + Math.min(depth, INDENT_LEVELS) * 14 }}
    >
      {closing ? <ClosingLine tree={tree} node={node} /> : <OpeningLine {...props} />}
    </div>
  )
}

function ClosingLine({ tree, node }: { tree: Tree; node: number }) {
  const unclosed = (tree.flags[node]! & UNCLOSED) !== 0
  return (
    <span className="pl-4 text-code-mark">
      {unclosed ? '…' : closingMark(tree, node)}
      {!unclosed && comma(tree, node)}
    </span>
  )
}

function OpeningLine({ tree, node, folded, opened, active, needle, onFold, onOpen }: Props) {
  const container = isContainer(tree, node) && tree.childCounts[node]! > 0
  const duplicate = (tree.flags[node]! & DUPLICATE) !== 0
  const inForm = node !== 0 && nodeKind(tree, tree.parents[node]!) === 'fields'
  const note = tree.notes.get(node)
  const openLabel = container ? null : openLabelOf(tree, node)
  return (
    <>
      {container ? (
        <FoldButton folded={folded} onFold={onFold} name={nodeName(tree, node)} />
      ) : (
        <span className="w-3.5 shrink-0" />
      )}
      <Name tree={tree} node={node} needle={needle} />
      {container ? (
        <ContainerText tree={tree} node={node} folded={folded} />
      ) : (
        <Value tree={tree} node={node} needle={needle} active={active} />
      )}
      {duplicate && <Badge tone={inForm ? 'plain' : 'warn'}>{inForm ? 'repeated' : 'duplicate key'}</Badge>}
      {note !== undefined && <span className="text-2xs text-faint">{note}</span>}
      {openLabel !== null && (
        <RowButton label={opened ? 'Close' : `Open ${openLabel}`} shown onClick={onOpen} pressed={opened}>
          <SquareArrowDownRight aria-hidden className="size-3" />
          {openLabel}
        </RowButton>
      )}
      <CopyButtons tree={tree} node={node} shown={active} />
    </>
  )
}

function FoldButton({ folded, name, onFold }: { folded: boolean; name: string | null; onFold: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${folded ? 'Unfold' : 'Fold'} ${name ?? 'all'}`}
      onClick={onFold}
      className="flex size-3.5 shrink-0 items-center justify-center text-faint hover:text-ink"
    >
      <ChevronRight aria-hidden className={cx('size-3.5', !folded && 'rotate-90')} />
    </button>
  )
}

function Name({ tree, node, needle }: { tree: Tree; node: number; needle: string }) {
  const name = nodeName(tree, node)
  if (name === null) return null
  const parent = nodeKind(tree, tree.parents[node]!)
  const place = parent === 'array' || parent === 'lines'
  const shown = name.length > LONG_VALUE ? `${name.slice(0, LONG_VALUE)}…` : name
  return (
    <span className={place ? 'text-faint' : 'text-code-key'}>
      {place ? shown : <Marked text={parent === 'object' ? JSON.stringify(shown) : shown} needle={needle} />}
      <span className="text-code-mark">:</span>
    </span>
  )
}

function ContainerText({ tree, node, folded }: { tree: Tree; node: number; folded: boolean }) {
  const [open, close] = nodeKind(tree, node) === 'array' ? ['[', ']'] : ['{', '}']
  if (!folded) return <span className="text-code-mark">{open}</span>
  const count = tree.childCounts[node]!
  const unit = open === '[' ? (count === 1 ? 'item' : 'items') : count === 1 ? 'key' : 'keys'
  return (
    <>
      <span className="text-code-mark">
        {open}…{close}
        {comma(tree, node)}
      </span>
      <span className="text-2xs text-faint">
        {count} {unit}
      </span>
    </>
  )
}

function Value({ tree, node, needle, active }: { tree: Tree; node: number; needle: string; active: boolean }) {
  const kind = nodeKind(tree, node)
  const inForm = node !== 0 && nodeKind(tree, tree.parents[node]!) === 'fields'
  const length = tree.ends[node]! - tree.starts[node]!
  const cut = length > LONG_VALUE
  const head = tree.text.slice(tree.starts[node]!, tree.starts[node]! + Math.min(length, LONG_VALUE))
  const shown = inForm && !cut ? valueText(tree, node) : head
  const hint = cut ? null : hintOf(tree, node, head)
  return (
    <span className={COLORS[kind]}>
      <span className={hint === null ? undefined : 'underline decoration-dotted underline-offset-2'} title={hint ?? undefined}>
        <Marked text={shown} needle={needle} read={kind === 'string' && !cut ? valueText(tree, node) : undefined} />
      </span>
      {cut && <span className="text-faint">… {sizeText(length)}</span>}
      <span className="text-code-mark">{comma(tree, node)}</span>
      {active && hint !== null && <span className="pl-2 font-sans text-2xs text-muted">{hint}</span>}
    </span>
  )
}

/** What a value means to a reader: the date of a Unix time, the text behind `\u` escapes. On hover, and beside the value that is looked at. */
function hintOf(tree: Tree, node: number, source: string): string | null {
  if (nodeKind(tree, node) !== 'string') return unixTimeWords(source)
  const text = valueText(tree, node)
  return unixTimeWords(text) ?? (/\\u[0-9a-f]{4}/i.test(source) ? `reads ${text}` : null)
}

function Badge({ tone, children }: { tone: 'warn' | 'plain'; children: ReactNode }) {
  return (
    <span className={cx('rounded px-1 font-sans text-2xs', tone === 'warn' ? 'bg-warn-soft text-warn' : 'bg-sunken text-muted')}>
      {children}
    </span>
  )
}

function CopyButtons({ tree, node, shown }: { tree: Tree; node: number; shown: boolean }) {
  const path = useCopy()
  const value = useCopy()
  return (
    <span className={cx('ml-1 flex gap-0.5', !shown && 'invisible group-hover:visible')}>
      <RowButton label={path.copied ? 'Copied' : 'Copy path'} shown={shown} onClick={() => path.copy(nodePath(tree, node))}>
        {path.copied ? <Check aria-hidden className="size-3 text-ok" /> : <Route aria-hidden className="size-3" />}
      </RowButton>
      <RowButton label={value.copied ? 'Copied' : 'Copy value'} shown={shown} onClick={() => value.copy(valueText(tree, node))}>
        {value.copied ? <Check aria-hidden className="size-3 text-ok" /> : <Copy aria-hidden className="size-3" />}
      </RowButton>
    </span>
  )
}

type RowButtonProps = { label: string; shown: boolean; pressed?: boolean; onClick: () => void; children: ReactNode }

/** Reached by the tree's own keys, not one by one with the tab key. */
function RowButton({ label, shown, pressed, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      tabIndex={shown ? 0 : -1}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
      className="inline-flex h-4.5 items-center gap-1 rounded px-1 font-sans text-2xs text-accent-text hover:bg-accent-soft aria-pressed:bg-accent-soft"
    >
      {children}
    </button>
  )
}

function closingMark(tree: Tree, node: number): string {
  return nodeKind(tree, node) === 'array' ? ']' : '}'
}

/** As in the source: after every child but the last. */
function comma(tree: Tree, node: number): string {
  if (node === 0) return ''
  const parent = tree.parents[node]!
  const kind = nodeKind(tree, parent)
  return (kind === 'object' || kind === 'array') && tree.nexts[node]! < tree.nexts[parent]! ? ',' : ''
}

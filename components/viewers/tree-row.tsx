'use client'

import { Check, ChevronRight, Copy, Route } from 'lucide-react'
import type { ReactNode } from 'react'
import { visibleText } from '#lib/core/visible-text'
import { LONG_VALUE, openLabelOf } from '#lib/formats/open-node'
import { sizeText } from '#lib/formats/size-text'
import { DUPLICATE, isContainer, type NodeKind, nodeKind, type Tree, UNCLOSED, valueText } from '#lib/formats/tree'
import { nodeName, nodePath } from '#lib/formats/tree-path'
import { unixTimeWords } from '#lib/formats/unix-time'
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
  /** Long values break into lines. */
  wrap: boolean
  needle: string
  onFold: () => void
  onOpen: () => void
}

/** One value of the tree: one line, or several if it wraps. */
export function TreeRow(props: Props) {
  const { tree, node, closing, depth, active, wrap } = props
  return (
    <div
      className={cx(
        'group relative flex h-full items-start py-0.5 pr-2 font-mono text-xs leading-5',
        active ? 'bg-selected' : 'hover:bg-hover',
      )}
      style={{ paddingLeft: `min(${4 + Math.min(depth, INDENT_LEVELS) * 14}px, 40%)` }}
    >
      {closing ? <ClosingLine tree={tree} node={node} /> : <OpeningLine {...props} />}
      {!closing && <CopyButtons tree={tree} node={node} shown={active} sticky={!wrap} />}
    </div>
  )
}

function ClosingLine({ tree, node }: { tree: Tree; node: number }) {
  const unclosed = (tree.flags[node]! & UNCLOSED) !== 0
  return (
    <span className="pl-6 text-code-mark">
      {unclosed ? '…' : closingMark(tree, node)}
      {!unclosed && comma(tree, node)}
    </span>
  )
}

function OpeningLine({ tree, node, folded, opened, active, wrap, needle, onFold, onOpen }: Props) {
  const container = isContainer(tree, node) && tree.childCounts[node]! > 0
  const duplicate = (tree.flags[node]! & DUPLICATE) !== 0
  const inForm = node !== 0 && nodeKind(tree, tree.parents[node]!) === 'fields'
  const note = tree.notes.get(node)
  const openLabel = container ? null : openLabelOf(tree, node)
  return (
    <>
      {container ? <FoldButton folded={folded} onFold={onFold} name={nodeName(tree, node)} /> : <span className="w-5 shrink-0" />}
      <span className={cx('min-w-0', wrap ? 'flex-1 wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre')}>
        <Name tree={tree} node={node} needle={needle} />{' '}
        {openLabel !== null && <OpenButton label={openLabel} opened={opened} onClick={onOpen} />}
        {container ? (
          <ContainerText tree={tree} node={node} folded={folded} />
        ) : (
          <Value tree={tree} node={node} needle={needle} active={active} wrap={wrap} />
        )}
        {duplicate && <Badge tone={inForm ? 'plain' : 'warn'}>{inForm ? 'repeated' : 'duplicate key'}</Badge>}
        {note !== undefined && <span className="pl-1 text-2xs text-faint">{note}</span>}
      </span>
    </>
  )
}

/** Opens the content of the value. Comes before the value, so that it is visible however long the value is. */
function OpenButton({ label, opened, onClick }: { label: string; opened: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={opened ? 'Close' : `Open ${label}`}
      aria-expanded={opened}
      title={opened ? 'Close' : `Open ${label}`}
      onClick={onClick}
      className="-my-0.5 mr-1.5 inline-flex h-6 items-center gap-0.5 rounded-md border border-line-strong bg-surface pr-1.5 pl-0.5 align-middle font-sans text-2xs font-medium text-accent-text hover:bg-accent-soft aria-expanded:bg-accent-soft"
    >
      <ChevronRight aria-hidden className={cx('size-3', opened && 'rotate-90')} />
      {label}
    </button>
  )
}

function FoldButton({ folded, name, onFold }: { folded: boolean; name: string | null; onFold: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${folded ? 'Expand' : 'Collapse'} ${name ?? 'all'}`}
      onClick={onFold}
      className="-my-0.5 -mr-0.5 -ml-0.5 flex size-6 shrink-0 items-center justify-center text-faint hover:text-ink"
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
      <span className="pl-1 text-2xs text-faint">
        {count} {unit}
      </span>
    </>
  )
}

type ValueProps = Pick<Props, 'tree' | 'node' | 'needle' | 'active' | 'wrap'>

function Value({ tree, node, needle, active, wrap }: ValueProps) {
  const kind = nodeKind(tree, node)
  const inForm = node !== 0 && nodeKind(tree, tree.parents[node]!) === 'fields'
  const length = tree.ends[node]! - tree.starts[node]!
  const cut = length > LONG_VALUE
  const head = tree.text.slice(tree.starts[node]!, tree.starts[node]! + Math.min(length, LONG_VALUE))
  const decoded = inForm && !cut ? valueText(tree, node) : head
  const shown = wrap ? decoded : decoded.replace(/\r\n|\r|\n/g, '⏎') // a line break would draw over the rows below
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

/** What a value means: the date of a Unix time, the text behind `\u` escapes. Shown on hover, and beside the active value. */
function hintOf(tree: Tree, node: number, source: string): string | null {
  if (nodeKind(tree, node) !== 'string') return unixTimeWords(source)
  const text = valueText(tree, node)
  return unixTimeWords(text) ?? (/\\u[0-9a-f]{4}/i.test(source) ? `reads ${visibleText(text)}` : null)
}

function Badge({ tone, children }: { tone: 'warn' | 'plain'; children: ReactNode }) {
  return (
    <span className={cx('rounded px-1 font-sans text-2xs', tone === 'warn' ? 'bg-warn-soft text-warn' : 'bg-sunken text-muted')}>
      {children}
    </span>
  )
}

type CopyProps = { tree: Tree; node: number; shown: boolean; sticky: boolean }

/** At the right edge of the view, over the end of the value. */
function CopyButtons({ tree, node, shown, sticky }: CopyProps) {
  const path = useCopy()
  const value = useCopy()
  return (
    <span
      className={cx(
        '-my-0.5 flex h-6 rounded bg-raised shadow-card',
        sticky ? 'sticky right-1 ml-auto' : 'absolute top-0.5 right-1',
        !shown && 'invisible group-hover:visible',
      )}
    >
      <RowButton label={path.copied ? 'Copied' : 'Copy path'} shown={shown} onClick={() => path.copy(nodePath(tree, node))}>
        {path.copied ? <Check aria-hidden className="size-3.5 text-ok" /> : <Route aria-hidden className="size-3.5" />}
      </RowButton>
      <RowButton label={value.copied ? 'Copied' : 'Copy value'} shown={shown} onClick={() => value.copy(valueText(tree, node))}>
        {value.copied ? <Check aria-hidden className="size-3.5 text-ok" /> : <Copy aria-hidden className="size-3.5" />}
      </RowButton>
    </span>
  )
}

type RowButtonProps = { label: string; shown: boolean; onClick: () => void; children: ReactNode }

/** Reached by the tree's own keys, not one by one with the tab key. */
function RowButton({ label, shown, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      tabIndex={shown ? 0 : -1}
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex size-6 items-center justify-center rounded text-accent-text hover:bg-accent-soft"
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

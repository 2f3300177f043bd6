'use client'

import { FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { type DragEvent, useRef } from 'react'
import type { FieldError } from '#lib/core/errors'
import { importFormats } from '#lib/exporters/read-import'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Dialog } from '../ui/dialog'
import { formatBytes, formatCount } from '../ui/format'
import { type FoundFile, isOther, nothingText } from './inspect-file'
import { type ImportState, useImport } from './use-import'

type Props = {
  binId: string
  /** How many captures retention keeps. */
  capturesMax: number
  /** A file that was dropped on the page. */
  file: File | null
  onOpenChange: (open: boolean) => void
}

const DESCRIPTION = 'An NDJSON or HAR file that Creel exported, or the HAR of a browser or proxy.'

/** Imports requests from a file: shows its contents, then the progress, then the result. */
export function ImportDialog({ binId, capturesMax, file, onOpenChange }: Props) {
  const { state, inspect, send, stop } = useImport(binId, file)
  const close = () => onOpenChange(false)
  const dropped = (event: DragEvent) => {
    const next = event.dataTransfer.files[0]
    if (next && state.step !== 'sending') void inspect(next)
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Import requests"
      description={DESCRIPTION}
      className="sm:max-w-lg"
      footer={<Buttons {...{ state, inspect, send, stop, close }} />}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file here is the same as choosing it with the button */}
      <div onDrop={dropped} onDragOver={(event) => event.preventDefault()}>
        <Shown state={state} capturesMax={capturesMax} />
      </div>
    </Dialog>
  )
}

function Shown({ state, capturesMax }: { state: ImportState; capturesMax: number }) {
  switch (state.step) {
    case 'choose':
      return <DropHere>Choose a file, or drop one here.</DropHere>
    case 'looking':
      return (
        <Progress label={`Reading ${state.file.name}`} done={state.readBytes} of={state.file.size}>
          {formatBytes(state.readBytes)} of {formatBytes(state.file.size)}
        </Progress>
      )
    case 'unreadable':
      return <Fault>{state.file.name} cannot be read. It may have been moved or changed: choose it again.</Fault>
    case 'found':
      return <Found found={state.found} capturesMax={capturesMax} />
    case 'sending':
      return (
        <Progress label="Importing" done={state.sent.done} of={state.found.count}>
          {formatCount(state.sent.imported)} of {formatCount(state.found.count)} requests{state.stopping && ', stopping…'}
        </Progress>
      )
    case 'ended':
      return <Ended {...state} />
  }
}

function DropHere({ children }: { children: string }) {
  return (
    <p className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line-strong px-4 py-10 text-sm text-muted">
      <FileUp aria-hidden className="size-6 text-faint" />
      {children}
    </p>
  )
}

function Fault({ children }: { children: React.ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm break-words text-danger">
      {children}
    </p>
  )
}

function Found({ found, capturesMax }: { found: FoundFile; capturesMax: number }) {
  const { file, format, count, faulty, skipped } = found
  const other = isOther(found)
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p role="status" className={cx('font-medium', count === 0 && 'text-danger')}>
        {count === 0 ? nothingText(found) : `${requests(count)} found.`}
      </p>
      <p className="break-all text-muted">
        {[file.name, ...(other ? [] : [importFormats[format].label]), formatBytes(file.size)].join(' · ')}
      </p>
      {other && <OtherKind found={found} />}
      {count > capturesMax && (
        <p className="text-muted">
          This server keeps {formatCount(capturesMax)} requests in a bin and deletes the oldest. Of this file, only the last ones
          will stay.
        </p>
      )}
      {!other && <SkippedList count={faulty.size} skipped={skipped} />}
    </div>
  )
}

/** What Creel expected, and what it found first instead. */
function OtherKind({ found: { format, skipped } }: { found: FoundFile }) {
  const [first] = skipped
  return (
    <p className="break-words text-muted">
      {format === 'har'
        ? 'A HAR is JSON with a list log.entries. '
        : 'NDJSON has one request per line, as JSON with method and url. '}
      {first && `Here, ${first.path} ${first.message}.`}
    </p>
  )
}

function Ended({ found, sent, why }: Extract<ImportState, { step: 'ended' }>) {
  const left = found.count - sent.done
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p role="status" className="font-medium">
        {requests(sent.imported)} imported.
      </p>
      {why !== null && (
        <Fault>
          {why} {left > 0 && `${requests(left)} of the file ${left === 1 ? 'is' : 'are'} left. “Resume” continues there.`}
        </Fault>
      )}
      <SkippedList count={found.faulty.size + sent.skippedCount} skipped={[...sent.skipped, ...found.skipped]} />
    </div>
  )
}

type ButtonProps = Pick<ReturnType<typeof useImport>, 'state' | 'inspect' | 'send' | 'stop'> & { close: () => void }

function Buttons({ state, inspect, send, stop, close }: ButtonProps) {
  if (state.step === 'sending') {
    return (
      <Button disabled={state.stopping} onClick={stop}>
        Stop
      </Button>
    )
  }
  if (state.step === 'ended') {
    const unfinished = state.sent.done < state.found.count
    return (
      <>
        {unfinished && <Button onClick={() => void send(state.found, state.sent)}>Resume</Button>}
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </>
    )
  }
  const ready = state.step === 'found' && state.found.count > 0 ? state.found : null
  return (
    <>
      <ChooseFile primary={ready === null} onFile={inspect} />
      {ready && (
        <Button variant="primary" onClick={() => void send(ready)}>
          Import {requests(ready.count)}
        </Button>
      )}
    </>
  )
}

function ChooseFile({ primary, onFile }: { primary: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".har,.ndjson,.jsonl,.json,application/json,application/x-ndjson"
        aria-label="File to import"
        className="hidden"
        onChange={({ target }) => {
          if (target.files?.[0]) onFile(target.files[0])
          target.value = '' // so that the same file can be chosen again
        }}
      />
      <Button variant={primary ? 'primary' : 'secondary'} onClick={() => input.current?.click()}>
        {primary ? 'Choose a file…' : 'Another file…'}
      </Button>
    </>
  )
}

function requests(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'request' : 'requests'}`
}

/** A progress bar with a text below it. */
function Progress({ label, done, of, children }: { label: string; done: number; of: number; children: ReactNode }) {
  const percent = of === 0 ? 100 : Math.round((100 * done) / of)
  return (
    <div className="flex flex-col gap-2 py-4 text-sm">
      <p className="font-medium break-all">{label}</p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-line forced-color-adjust-none"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      <p className="text-muted tabular-nums">{children}</p>
    </div>
  )
}

const SHOWN = 100

/** Which entries of a file are not imported, and why. */
function SkippedList({ count, skipped }: { count: number; skipped: readonly FieldError[] }) {
  if (count === 0) return null
  const shown = skipped.slice(0, SHOWN)
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">
        {formatCount(count)} skipped{shown.length < count && `, of which the first ${shown.length}:`}
      </h3>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label="Skipped"
        className="scroll-thin max-h-48 overflow-y-auto rounded-lg border border-line bg-sunken px-3 py-2 text-xs"
      >
        {shown.map(({ path, message }) => (
          <li key={path} className="py-0.5 break-words">
            <span className="font-mono text-muted">{path}</span> {message}
          </li>
        ))}
      </ul>
    </section>
  )
}

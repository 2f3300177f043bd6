import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CaptureSummary } from '#lib/core/capture'
import type { Io } from '../command'

const LINES_MAX = 4_000

type Settled = Pick<CaptureSummary, 'seq' | 'receivedAt'>

/**
 * Records which captures are settled beyond the cursor on the server, because several are in flight at once and the cursor is saved only a
 * few times a second. A line is written before the next capture starts, so after a kill only captures whose answer was not read are sent
 * again. If the file cannot be written, the only consequence is duplicates.
 */
export class Journal {
  #file: string
  #fd: number | null = null
  #settled = new Map<number, number>()
  #cursor = 0
  #lines = 0

  /** `key`: server, bin and name. */
  constructor(env: Io['env'], key: readonly string[]) {
    const name = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32)
    this.#file = join(stateDirectory(env), 'creel', 'listen', name)
  }

  /** Reads the file of an earlier listener. It counts only if the server's cursor is the one that listener knew, or a later one. */
  open(cursor: number | null): void {
    try {
      if (cursor !== null) this.#read(cursor)
      this.#rewrite(cursor ?? 0)
    } catch {
      this.close()
    }
  }

  get isOpen(): boolean {
    return this.#fd !== null
  }

  has({ seq, receivedAt }: Settled): boolean {
    return this.#settled.get(seq) === Date.parse(receivedAt)
  }

  add({ seq, receivedAt }: Settled): void {
    const at = Date.parse(receivedAt)
    this.#settled.set(seq, at)
    this.#append(`${seq} ${at}\n`)
  }

  /** The server has stored this cursor. */
  cursorStored(seq: number): void {
    this.#cursor = seq
    for (const each of this.#settled.keys()) if (each <= seq) this.#settled.delete(each)
    this.#append(`kept ${seq}\n`)
    if (this.#fd !== null && this.#lines > LINES_MAX) this.open(null)
  }

  /** Deletes the file, because everything is settled. */
  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
    if (this.#settled.size === 0) rmSync(this.#file, { force: true })
  }

  #append(line: string): void {
    if (this.#fd === null) return
    try {
      writeSync(this.#fd, line)
      this.#lines += 1
    } catch {
      closeSync(this.#fd)
      this.#fd = null
    }
  }

  #read(cursor: number): void {
    let known = 0
    const settled = new Map<number, number>()
    for (const line of textOf(this.#file).split('\n').slice(0, -1)) {
      const [, seq, at] = /^(kept|\d+) (\d+)$/.exec(line) ?? []
      if (seq === 'kept') known = Number(at)
      else if (seq !== undefined) settled.set(Number(seq), Number(at))
    }
    if (cursor < known) return // somebody moved the cursor back to have captures sent again
    for (const [seq, at] of settled) if (seq > cursor) this.#settled.set(seq, at)
  }

  #rewrite(cursor: number): void {
    this.#cursor = Math.max(cursor, this.#cursor)
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
    const lines = [`kept ${this.#cursor}`, ...[...this.#settled].map(([seq, at]) => `${seq} ${at}`)]
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    const fresh = `${this.#file}.${process.pid}`
    writeFileSync(fresh, `${lines.join('\n')}\n`, { mode: 0o600 })
    renameSync(fresh, this.#file)
    this.#fd = openSync(this.#file, 'a')
    this.#lines = lines.length
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function stateDirectory(env: Io['env']): string {
  const home = env.HOME || homedir()
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local')
  return env.XDG_STATE_HOME || join(home, '.local', 'state')
}

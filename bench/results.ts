import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Flags, PARTS, type Part } from './flags'

const FILE = join(import.meta.dirname, 'RESULTS.md')
const HEAD = `# Results

Written by \`npm run bench -- --write\`; do not edit. What is measured, and how to repeat it: README.md in this folder.
`

/** Replaces this part's section of RESULTS.md and keeps those of the other parts. */
export function writeResults(part: Part, text: string, flags: Flags): void {
  const sections = existsSync(FILE) ? readSections(readFileSync(FILE, 'utf8')) : new Map<string, string>()
  sections.set(part, `${machine(flags)}\n\n${text.trim()}\n`)
  const parts = PARTS.filter((known) => sections.has(known))
  writeFileSync(FILE, HEAD + parts.map((known) => `\n## ${known}\n\n${sections.get(known)!.trim()}\n`).join(''))
}

function readSections(file: string): Map<string, string> {
  const [, ...pieces] = file.split(/^## /m)
  return new Map(pieces.map((piece) => [piece.slice(0, piece.indexOf('\n')), piece.slice(piece.indexOf('\n') + 1)]))
}

function machine({ cores }: Flags): string {
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ')
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  const used =
    cores === null ? `${cpus().length} cores` : `${cores} of ${cpus().length} cores, shared with load generator and database`
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return `${date} UTC · ${model}, ${used}, ${memory} · Linux ${release()} · Node ${process.versions.node}`
}

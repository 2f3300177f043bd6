import { parseArgs } from 'node:util'
import { nearestWord } from '#lib/core/nearest-word'
import { usageError } from './exit'

/** One flag of a command. `value` is its placeholder in the help, as in `--to URL`. */
export type Flag = {
  type: 'string' | 'boolean'
  short?: string
  multiple?: boolean
  value?: string
  help: string
}
export type Flags = Readonly<Record<string, Flag>>

export type Values<F extends Flags> = {
  [Name in keyof F]?: F[Name]['type'] extends 'boolean' ? boolean : F[Name]['multiple'] extends true ? string[] : string
}

const SECRET_FLAGS: ReadonlySet<string> = new Set(['key', 'access-key', 'api-key', 'token'])

/** @throws {Exit} for an unknown flag, a missing value, or a repeated flag */
export function parseFlags<F extends Flags>(args: readonly string[], flags: F): { values: Values<F>; words: string[] } {
  const known = Object.entries(flags)
  const options = Object.fromEntries(
    known.map(([name, { type, short, multiple }]) => [name, { type, ...(short ? { short } : {}), multiple: multiple ?? false }]),
  )
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined
    if (!flag) throw unknownFlag(token.rawName, token.name, Object.keys(flags))
    if (flag.type === 'boolean' && token.value !== undefined) throw usageError(`${token.rawName} takes no value.`)
    if (flag.type === 'string' && (token.value === undefined || looksLikeFlag(token))) {
      throw usageError(`${token.rawName} needs a value: ${token.rawName} ${flag.value ?? 'VALUE'}.`)
    }
    if (!flag.multiple && tokens.some((other) => other.kind === 'option' && other.name === token.name && other !== token)) {
      throw usageError(`${token.rawName} is given twice.`)
    }
  }
  const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  return { values: values as Values<F>, words: positionals }
}

/** In `--name --json` the value was forgotten. To pass such a value, write `--name=--json`. */
function looksLikeFlag({ value, inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined }): boolean {
  return !inlineValue && value !== undefined && /^--?[a-z]/i.test(value)
}

function unknownFlag(rawName: string, name: string, known: readonly string[]) {
  if (SECRET_FLAGS.has(name)) {
    return usageError(
      `${rawName} is not a flag, because others on this machine can read command lines. Set CREEL_KEY, use --key-file FILE, or run creel login.`,
    )
  }
  const near = nearestWord(name, known)
  return usageError(`${rawName} is not a flag of this command.${near ? ` Did you mean --${near}?` : ''}`)
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30s`, `500ms`, `10m`, `1.5h`, or plain seconds, in milliseconds. @throws {Exit} naming `what` */
export function readDuration(text: string, what: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(text)
  if (!match) throw usageError(`${what} takes a time such as 30s, 500ms or 10m, not "${text}".`)
  return Number(match[1]) * UNITS_MS[match[2] ?? 's']!
}

/** @throws {Exit} naming `what` */
export function readCount(text: string, what: string, min = 1, max = 1_000_000): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text)
  throw usageError(`${what} takes a whole number from ${min} to ${max}, not "${text}".`)
}

/** @throws {Exit} naming `what` and the closest choice */
export function readChoice<T extends string>(text: string, what: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  const near = nearestWord(text, choices)
  throw usageError(`${what} takes one of ${choices.join(', ')}, not "${text}".${near ? ` Did you mean ${near}?` : ''}`)
}

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
  const masked = args.map((arg) => (isTextWithMinus(arg, known) ? ` ${arg}` : arg))
  const { tokens } = parseArgs({ args: masked, options, strict: false, allowPositionals: true, tokens: true })
  const values: Record<string, boolean | string | string[]> = {}
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(args[token.index]!)
    if (token.kind !== 'option') continue
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined
    if (!flag) throw unknownFlag(token.rawName, token.name, Object.keys(flags))
    if (flag.type === 'boolean' && token.value !== undefined) throw usageError(`${token.rawName} takes no value.`)
    if (!flag.multiple && Object.hasOwn(values, token.name)) throw usageError(`${token.rawName} is given twice.`)
    if (flag.type === 'boolean') {
      values[token.name] = true
      continue
    }
    if (token.value === undefined || looksLikeFlag(token)) {
      const hint = token.value === undefined ? '' : ` If the value begins with "-", write --${token.name}=VALUE.`
      throw usageError(`${token.rawName} needs a value: ${token.rawName} ${flag.value ?? 'VALUE'}.${hint}`)
    }
    const value = token.inlineValue ? token.value : args[token.index + 1]!
    values[token.name] = flag.multiple ? [...((values[token.name] as string[] | undefined) ?? []), value] : value
  }
  return { values: values as Values<F>, words }
}

/**
 * `-has:delivery`, `-body.id=="x"` and `-$.paid` are negated conditions, and `-5` is a number: no bundle of short flags looks like that. But
 * `-HX-A:1` is the flag `-H` with its value.
 */
function isTextWithMinus(arg: string, flags: readonly (readonly [string, Flag])[]): boolean {
  const hasValue = flags.some(([, { type, short }]) => type === 'string' && short === arg[1])
  return !hasValue && /^-(?:[^a-z-]|[a-z][\w-]+(?:[:.[<>]|[!=]=))/i.test(arg)
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
  const hint = near ? ` Did you mean --${near}?` : rawName.startsWith('--') ? '' : ' Words that begin with "-" go after --.'
  return usageError(`${rawName} is not a flag of this command.${hint}`)
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30s`, `500ms`, `10m`, `1.5h`, or plain seconds, in milliseconds. @throws {Exit} naming `what` */
export function readDuration(text: string, what: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(text)
  if (!match) throw usageError(`${what} takes a time such as 30s, 500ms or 10m, not "${text}".`)
  return Number(match[1]) * UNITS_MS[match[2] ?? 's']!
}

/** A timer of Node takes no more than 24.8 days: it would end at once. */
const LIMIT_DAYS_MAX = 24

/** A duration after which something ends. @throws {Exit} naming `what` */
export function readTimeLimit(text: string, what: string): number {
  const ms = readDuration(text, what)
  if (ms <= LIMIT_DAYS_MAX * UNITS_MS.d!) return ms
  throw usageError(`${what} takes a time of up to ${LIMIT_DAYS_MAX}d, not "${text}".`)
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

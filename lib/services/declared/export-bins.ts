import { isDeepStrictEqual } from 'node:util'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { type BinRequire, withSecret } from '#lib/core/bin-require'
import type { ExportedBin } from '#lib/core/declared/declared'
import { literal } from '#lib/core/declared/placeholders'
import type { ForwardSettings } from '#lib/core/forward/forward'
import type { HeaderChange } from '#lib/core/headers'
import { LIMITS } from '#lib/core/limits'
import { redactHeaders } from '#lib/core/redact'
import { redactTarget } from '#lib/core/redact/target'
import type { Runtime } from '#lib/runtime'
import type { StoredForward } from '#lib/store/forward-store'
import type { StoredBin } from '#lib/store/stored-bin'
import { authorize, refusalOf } from '../access'
import { type Actor, ownerIdOf } from '../actor'
import { binFor, isExpired } from '../owned-bin'

/** Returns `${BIN_…}` made of these words, with a number if that name was used before. */
type NewPlaceholder = (...words: readonly string[]) => string

/**
 * The actor's bins in the form of a file, with placeholders instead of secrets. `ids`: in this order; null: all, newest activity first.
 * @throws what `binFor` throws
 */
export async function exportBins(rt: Runtime, actor: Actor, ids: readonly string[] | null): Promise<ExportedBin[]> {
  authorize('keyReader', actor)
  const bins = ids
    ? await Promise.all([...new Set(ids)].map((id) => binFor(rt, 'keyReader', actor, id)))
    : (await rt.store.listBins(ownerIdOf(actor)!)).filter(
        (bin) => !isExpired(rt, bin) && refusalOf('keyReader', actor, bin) === null,
      )
  const placeholder = placeholders()
  const shown: ExportedBin[] = []
  for (const bin of bins) shown.push(exported(bin, await rt.store.listForwards(bin.key), placeholder))
  return shown
}

function exported(bin: StoredBin, forwards: readonly StoredForward[], placeholder: NewPlaceholder): ExportedBin {
  const { id, name, createdAt, fixedExpiresAt, response, require } = bin
  return {
    id,
    name,
    ttlSeconds: fixedExpiresAt === null ? null : Math.max(60, Math.round((fixedExpiresAt - createdAt) / 1000)),
    response: isDeepStrictEqual(response, DEFAULT_RESPONSE) ? null : response,
    require: require && exportedRequire(id, require.shown, placeholder),
    forwards: withUniqueNames(forwards).map((forward) => exportedForward(id, forward, placeholder)),
  }
}

function exportedRequire(id: string, { auth, ...rest }: BinRequire, placeholder: NewPlaceholder): BinRequire {
  if (!auth) return rest
  const secret = placeholder(id, auth.type === 'basic' ? 'password' : auth.type === 'bearer' ? 'token' : auth.name)
  return { ...rest, auth: withSecret(auth.type === 'basic' ? { ...auth, user: literal(auth.user) } : auth, secret) }
}

/** A file identifies a forward by its name, but several forwards of a bin may have the same. The oldest keeps it. */
function withUniqueNames(forwards: readonly StoredForward[]): StoredForward[] {
  const taken = new Set(forwards.map(({ name }) => name))
  const given = new Set<string>()
  return forwards.map((forward) => {
    let { name } = forward
    for (let n = 2; given.has(name); n++) {
      const next = numbered(forward.name, ` ${n}`)
      if (!taken.has(next)) name = next
    }
    given.add(name)
    taken.add(name)
    return { ...forward, name }
  })
}

/** A long name is shortened to make room, without cutting a character in half. */
function numbered(name: string, suffix: string): string {
  const chars = Array.from(name)
  while (chars.join('').length + suffix.length > LIMITS.labelCharsMax) chars.pop()
  return chars.join('') + suffix
}

function exportedForward(
  id: string,
  { name, url, q, path, headerChanges, sign, order, concurrency, rate, retry, enabled }: StoredForward,
  placeholder: NewPlaceholder,
): ForwardSettings {
  const headers = headerChanges.map(([header, value]): HeaderChange => {
    if (value === null) return [header, null]
    const isSecret = redactHeaders([[header, value]])[0]![1] !== value
    return [header, isSecret ? placeholder(id, name, header) : literal(value)]
  })
  const shownUrl = redactTarget(url) === url ? literal(url) : placeholder(id, name, 'url')
  return { name, url: shownUrl, q, path, headerChanges: headers, sign, order, concurrency, rate, retry, enabled }
}

function placeholders(): NewPlaceholder {
  const given = new Set<string>()
  return (...words) => {
    const name = ['bin', ...words].map((word) => word.toUpperCase().replace(/[^A-Z0-9]+/g, '_')).join('_')
    let free = name
    for (let n = 2; given.has(free); n++) free = `${name}_${n}`
    given.add(free)
    return `\${${free}}`
  }
}

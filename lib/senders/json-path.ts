import { isSkimmedJson } from '#lib/core/json-skim'

/**
 * The value at a path of keys and indexes; undefined if there is none. Own properties only. An object or array inside the body is a
 * `SkimmedJson`.
 */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined
    if (isSkimmedJson(at)) at = key === 'length' && at.isList ? at.length : at.get(key)
    else if (Object.hasOwn(at, key)) at = (at as Record<string | number, unknown>)[key]
    else return undefined
  }
  return at
}

/** The string or number at a path, as text; otherwise null. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = valueAt(value, ...path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

export function isList(value: unknown): boolean {
  return isSkimmedJson(value) && value.isList
}

/** Whether all these keys exist, whatever their values. */
export function hasKeys(value: unknown, ...keys: readonly string[]): boolean {
  return keys.every((key) => valueAt(value, key) !== undefined)
}

/** Joins the parts that are not null; returns null if all are. */
export function joined(between: string, ...parts: readonly (string | null | undefined)[]): string | null {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(between) || null
}

import { FIELDS, OTHER_FIELDS } from './fields'

const NAMES: readonly string[] = [...Object.keys(FIELDS), ...OTHER_FIELDS, 'header']

/** Whether the text ends within the name of a field, whose value is likely to follow: `provid`, `header.x-git`, `$.amo`. */
export function isHalfTyped(text: string): boolean {
  const name = /(?:^|[\s(])-?([^\s()":=<>!]+)$/.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return false
  return /^(?:\$|body[.[]|header\.|query\.)/.test(name) || NAMES.some((each) => each.startsWith(name))
}

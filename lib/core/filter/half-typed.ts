import { FIELDS, OTHER_FIELDS } from './fields'

const NAMES: readonly string[] = [...Object.keys(FIELDS), ...OTHER_FIELDS, 'header']

/** Whether the text ends in an unfinished field name, so that more is likely to be typed: `provid`, `header.x-git`, `$.amo`. */
export function isHalfTyped(text: string): boolean {
  const name = /(?:^|[\s(])-?([^\s()":=<>!]+)$/.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return false
  return /^(?:\$|body[.[]|header\.|query\.)/.test(name) || NAMES.some((each) => each.startsWith(name))
}

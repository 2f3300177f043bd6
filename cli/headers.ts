import { type HeaderChange, isHeaderName, isHeaderValue } from '#lib/core/headers'
import { usageError } from './exit'

/** Reads `Name: value`; `Name:` removes the header. @throws {Exit} */
export function readHeader(text: string): HeaderChange {
  const [, name, value] = /^([^:]*):(.*)$/s.exec(text) ?? []
  if (name === undefined || !isHeaderName(name.trim()) || !isHeaderValue(value!.trim())) {
    throw usageError(`--header takes 'Name: value', or 'Name:' to remove it, not "${text}".`)
  }
  return [name.trim(), value!.trim() === '' ? null : value!.trim()]
}

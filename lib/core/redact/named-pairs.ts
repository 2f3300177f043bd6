import { percentDecoded } from './encodings'
import { isSecretName } from './names'
import { type Budget, pauseIsDue, type Steps, spend } from './steps'

// Forms that send a list of fields: `fields[0][name]=password&fields[0][value]=…`.

const PARAMETER_CHARS_MAX = 200
const NAMING = /^(.*?)(?:name|key|title|label|field|header|attribute|question|param|parameter|id|ref|slug)(\]?\d{0,6})$/is
const VALUE = /^(.*?)(?:raw_|new_|old_)?(?:values?|val|content|text|answer|response|input|data)(\]?\d{0,6})$/is

/** The groups of parameters in which one names a credential. The value of such a group is that credential; see `isValueIn`. */
export function* groupsOfSecrets(text: string, budget: Budget): Steps<ReadonlySet<string>> {
  const groups = new Set<string>()
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('&', at)
    const end = next < 0 ? text.length : next
    if (end - at <= 4 * PARAMETER_CHARS_MAX) {
      const [name, value = ''] = text.slice(at, end).split('=', 2) as [string, string?]
      const group = isSecretName(percentDecoded(value), 'header') ? groupOf(name, NAMING) : null
      if (group !== null) groups.add(group)
    }
    spend(budget, end - at)
    if (pauseIsDue(budget)) yield
    at = end + 1
  }
  return groups
}

export function isValueIn(groups: ReadonlySet<string>, name: string): boolean {
  const group = groups.size > 0 ? groupOf(name, VALUE) : null
  return group !== null && groups.has(group)
}

/** The common part of the parameter with a name and the one with its value: `fields[0][#]`, `#1`. */
function groupOf(name: string, pattern: RegExp): string | null {
  if (name.length > PARAMETER_CHARS_MAX) return null
  const found = pattern.exec(percentDecoded(name))
  return found && `${found[1]}#${found[2]}`
}

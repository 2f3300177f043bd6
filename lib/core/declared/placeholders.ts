import type { FieldError } from '../errors'

// `${NAME}` in a file of declared bins stands for an environment variable, so that no secret lies in the file.

/** Where a file may have placeholders: what may be a secret. In other strings, such as the body of a response, `${` means itself. */
const PLACE = /^bins\.\d+\.(?:require\.auth\.(?:user|password|token|value)|forwards\.\d+\.(?:url|headerChanges\.\d+\.1))$/

/** `$${` is a literal `${`. The name is whatever stands between the braces; without the second brace, it goes to the end. */
const PLACEHOLDER = /\$\$\{|\$\{([^}]*)(\}?)/g

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** True where the string at this path of a file may be a secret. */
export function isPlace(path: string): boolean {
  return PLACE.test(path)
}

/** The file (parsed JSON) with the values of the variables. `faults`: placeholders that are malformed or whose variable is not set or empty. */
export function fillPlaceholders(
  file: unknown,
  env: Readonly<Record<string, string | undefined>>,
): { filled: unknown; faults: FieldError[] } {
  const faults: FieldError[] = []
  const filled = changePlaces(file, (text, path) =>
    text.replace(PLACEHOLDER, (found, name: string | undefined, end: string) => {
      if (name === undefined) return '${'
      const value = end && NAME.test(name) && Object.hasOwn(env, name) ? env[name] : undefined
      if (value) return value
      faults.push({ path, message: end && NAME.test(name) ? notSet(name) : MALFORMED })
      return found
    }),
  )
  return { filled, faults }
}

const MALFORMED = `has a placeholder that is not \${NAME}; $\${ is a literal \${`

function notSet(name: string): string {
  return `needs the environment variable ${name}, which is not set`
}

/** The text with `${` written so that it means itself. */
export function literal(text: string): string {
  return text.replaceAll('${', '$$${')
}

/** Which variables the placeholders of a file name, each with its first path. */
export function namedVariables(file: unknown): Map<string, string> {
  const names = new Map<string, string>()
  changePlaces(file, (text, path) => {
    for (const [, name] of text.matchAll(PLACEHOLDER)) if (name && !names.has(name)) names.set(name, path)
    return text
  })
  return names
}

function changePlaces(value: unknown, change: (text: string, path: string) => string, path = ''): unknown {
  if (typeof value === 'string') return isPlace(path) ? change(value, path) : value
  if (typeof value !== 'object' || value === null) return value
  const inside = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`)
  if (Array.isArray(value)) return value.map((each, at) => changePlaces(each, change, inside(at)))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changePlaces(each, change, inside(key))]))
}

import type { FieldError } from '../errors'

// `${NAME}` in a file of declared bins stands for an environment variable, so that the file needs no secrets.

/** The values that may be secrets. Only they have placeholders: in other strings, such as the body of a response, `${` is plain text. */
const SECRET = /^bins\.\d+\.(?:require\.auth\.(?:user|password|token|value)|forwards\.\d+\.(?:url|headerChanges\.\d+\.1))$/

/** `$${` is a literal `${`. Group 1 is the name, well-formed or not; group 2 is empty if the closing brace is missing. */
const PLACEHOLDER = /\$\$\{|\$\{([^}]*)(\}?)/g

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** True if the value at this path of a file may be a secret. */
export function mayBeSecret(path: string): boolean {
  return SECRET.test(path)
}

/** Replaces the placeholders in a file (parsed JSON). `faults`: malformed ones, and those whose variable is not set or empty. */
export function fillPlaceholders(
  file: unknown,
  env: Readonly<Record<string, string | undefined>>,
): { filled: unknown; faults: FieldError[] } {
  const faults: FieldError[] = []
  const filled = changeSecrets(file, (text, path) =>
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

/** Escapes `${` in a text that goes into a file. */
export function literal(text: string): string {
  return text.replaceAll('${', '$$${')
}

/** The variables that a file needs, each with the path of its first placeholder. */
export function namedVariables(file: unknown): Map<string, string> {
  const names = new Map<string, string>()
  changeSecrets(file, (text, path) => {
    for (const [, name] of text.matchAll(PLACEHOLDER)) if (name && !names.has(name)) names.set(name, path)
    return text
  })
  return names
}

function changeSecrets(value: unknown, change: (text: string, path: string) => string, path = ''): unknown {
  if (typeof value === 'string') return mayBeSecret(path) ? change(value, path) : value
  if (typeof value !== 'object' || value === null) return value
  const inside = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`)
  if (Array.isArray(value)) return value.map((each, at) => changeSecrets(each, change, inside(at)))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changeSecrets(each, change, inside(key))]))
}

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { isLoopbackName } from '#lib/core/loopback'
import { parseUrl } from '#lib/core/parse-url'
import type { Io } from './command'
import { EXIT, Exit, usageError } from './exit'

// Where the CLI stores its settings. The project's file names server and bin and holds no secret; keys are in the user's own directory.

const PROJECT_FILE = '.creel.json'
const DEFAULT_URL = 'http://127.0.0.1:3000'

export type Project = { url?: string; bin?: string }

/** Reads `.creel.json` of this directory or the nearest one above it; empty if there is none. @throws {Exit} if it is invalid */
export async function readProject(cwd: string): Promise<Project> {
  const { root } = parse(cwd)
  for (let directory = cwd; ; directory = dirname(directory)) {
    const file = join(directory, PROJECT_FILE)
    const text = await readIfThere(file)
    if (text !== null) return projectOf(text, file)
    if (directory === root || dirname(directory) === directory) return {}
  }
}

function projectOf(text: string, file: string): Project {
  const value = parsed(text)
  const { url, bin } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const isTextOrNone = (field: unknown) => field === undefined || typeof field === 'string'
  if (typeof value !== 'object' || value === null || !isTextOrNone(url) || !isTextOrNone(bin)) {
    throw usageError(`${file} is not a JSON object with "url" and "bin".`)
  }
  return { ...(url ? { url: url as string } : {}), ...(bin ? { bin: bin as string } : {}) }
}

export async function writeProject(cwd: string, project: Project): Promise<string> {
  const file = join(cwd, PROJECT_FILE)
  await writeFile(file, `${JSON.stringify(project, null, 2)}\n`)
  return file
}

/** The server, without a trailing slash. @throws {Exit} if it is not an http URL */
export function serverUrl(flag: string | undefined, env: Io['env'], project: Project): string {
  const given = flag ?? (env.CREEL_URL || project.url || DEFAULT_URL)
  const url = parseUrl(given)
  if (!url || !/^https?:\/\//i.test(given)) throw usageError(`"${given}" is not the http or https URL of a Creel server.`)
  if (url.username || url.password)
    throw usageError('The URL of the server contains a password. Set CREEL_KEY instead, or use creel login.')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Whether the user named the server themselves. `.creel.json` may have come with somebody else's repository. */
export function isServerOfUser(flag: string | undefined, env: Io['env'], project: Project): boolean {
  return flag !== undefined || Boolean(env.CREEL_URL) || !project.url
}

/** The same URL, or the same port of this machine under another of its names. */
export function isSameServer(a: string, b: string): boolean {
  const nameless = (text: string) => {
    const { protocol, port, pathname } = new URL(text)
    return isOnThisMachine(text) ? `${protocol}//:${port}${pathname}` : text
  }
  return nameless(a) === nameless(b)
}

/**
 * The key for this server, or null. `trusted`: the user named the server. Otherwise a key that belongs to no particular server is sent
 * only to this machine, and to servers for which `creel login` stored a key.
 * @throws {Exit} if it is not a key, or would be sent to a server that the user did not name
 */
export async function accessKey(
  flag: string | undefined,
  env: Io['env'],
  { url, trusted }: { url: string; trusted: boolean },
): Promise<string | null> {
  const kept = (await readKeys(keysFile(env)))[url] ?? null
  const [text, from] = flag === undefined ? [env.CREEL_KEY || null, 'CREEL_KEY'] : [await readIfThere(flag), flag]
  if (flag !== undefined && text === null) throw usageError(`There is no key file ${flag}.`)
  if (text === null) return kept
  if (kept === null) requireTrustedServer(`The key of ${from}`, { url, trusted })
  return checkedKey(text, from)
}

/**
 * The key for a server that only the URL of a bin names, which somebody may have sent to the user: the one that `creel login` stored for it.
 * Another key stays here, unless that server is on this machine and no `CREEL_URL` says whose key `CREEL_KEY` is. `withheld` says so.
 * @throws {Exit} if it is not a key
 */
export async function keyForBinUrl(
  flag: string | undefined,
  env: Io['env'],
  url: string,
): Promise<{ key: string | null; withheld: string | null }> {
  const kept = (await readKeys(keysFile(env)))[url] ?? null
  if (flag === undefined && (kept !== null || !env.CREEL_KEY)) return { key: kept, withheld: null }
  const isOfOther = flag === undefined && Boolean(env.CREEL_URL)
  if (kept !== null || (isOnThisMachine(url) && !isOfOther))
    return { key: await accessKey(flag, env, { url, trusted: true }), withheld: null }
  const whose = isOfOther ? `belongs to ${serverUrl(undefined, env, {})}, which CREEL_URL names` : 'may belong to another server'
  const withheld =
    `The key of ${flag ?? 'CREEL_KEY'} is not sent to ${url}, because it ${whose}. ` +
    `If it is the key for ${url}, set CREEL_URL=${url}. Otherwise run creel login --url ${url}.`
  return { key: null, withheld }
}

/** Refuses to send a key that belongs to no particular server to a server that the user did not name. @throws {Exit} */
export function requireTrustedServer(what: string, { url, trusted }: { url: string; trusted: boolean }): void {
  if (trusted || isOnThisMachine(url)) return
  throw usageError(
    `${what} is not sent to ${url}: only ${PROJECT_FILE} names that server, and somebody else may have written that file. ` +
      `If you trust the server, set CREEL_URL=${url}.`,
  )
}

function isOnThisMachine(url: string): boolean {
  return isLoopbackName(new URL(url).hostname.replace(/^\[|\]$/g, ''))
}

/** @throws {Exit} without the text in its message, because it may be another secret */
export function checkedKey(text: string, from: string): string {
  const key = text.trim()
  if (/^c[ks]_[\x21-\x7e]{8,200}$/.test(key)) return key
  throw new Exit(EXIT.keyRefused, `${from} does not contain an access key. Keys start with ck_, tokens of share links with cs_.`)
}

/** Stores the key of a server, readable only by this user. Returns the file. */
export async function saveKey(env: Io['env'], url: string, key: string): Promise<string> {
  const file = keysFile(env)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const keys = { ...(await readKeys(file)), [url]: key }
  const fresh = `${file}.${process.pid}`
  await writeFile(fresh, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  await chmod(fresh, 0o600)
  await rename(fresh, file) // atomic, so that there is never half a file
  return file
}

function keysFile(env: Io['env']): string {
  const home = env.HOME || homedir()
  const directory =
    process.platform === 'win32' ? env.APPDATA || join(home, 'AppData', 'Roaming') : env.XDG_CONFIG_HOME || join(home, '.config')
  return join(directory, 'creel', 'keys.json')
}

async function readKeys(file: string): Promise<Record<string, string>> {
  const value = parsed((await readIfThere(file)) ?? '{}')
  if (typeof value !== 'object' || value === null) throw usageError(`${file} is damaged. Delete it, and run creel login again.`)
  return Object.fromEntries(Object.entries(value).filter(([, key]) => typeof key === 'string'))
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw usageError(`${file} cannot be read (${code}).`)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

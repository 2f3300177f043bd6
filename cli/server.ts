import { CallError } from '#lib/client/call-error'
import { type Client, createClient } from '#lib/client/client'
import { pause } from '#lib/client/follow'
import { isPossibleBinId } from '#lib/core/ids'
import type { Io } from './command'
import { EXIT, Exit, usageError } from './exit'
import { accessKey, isSameServer, isServerOfUser, keyForBinUrl, type Project, readProject, serverUrl } from './settings'

/** The server that a command talks to. `withheld`: why the key that the user gave is not sent to it; null otherwise. */
export type Server = { url: string; client: Client; hasKey: boolean; withheld: string | null; project: Project }

type ServerValues = { url?: string | undefined; 'key-file'?: string | undefined }

/**
 * `word`: the bin that the user named, if any. One of its URLs also names its server.
 * @throws {Exit} if the settings are invalid, or contradict that URL
 */
export async function openServer(io: Io, values: ServerValues, word?: string): Promise<Server> {
  const project = await readProject(io.cwd)
  const url = serverUrl(values.url, io.env, project)
  const trusted = isServerOfUser(values.url, io.env, project)
  const open = async () => connect(url, project, await accessKey(values['key-file'], io.env, { url, trusted }))
  const bin = binUrl(word ?? project.bin)
  if (bin === null || isSameServer(bin.server, url)) return open()
  const isNamed = values.url !== undefined || Boolean(io.env.CREEL_URL || project.url)
  if (isNamed && bin.isCaptureUrl && (await capturesAt(bin, open))) return open()
  if (values.url !== undefined)
    throw usageError(`The bin is on ${bin.server}, but --url names ${url}. Leave out --url, or pass the id of the bin.`)
  const { key, withheld } = await keyForBinUrl(values['key-file'], io.env, bin.server)
  return { ...connect(bin.server, project, key), withheld }
}

function connect(url: string, project: Project, key: string | null): Server {
  const client = createClient({ origin: url, ...(key === null ? {} : { accessKey: key }) })
  return { url, project, hasKey: key !== null, withheld: null, client }
}

/** Whether this is a capture URL of the configured server. Capture URLs may have a host of their own, which answers no API calls. */
async function capturesAt({ server, id }: BinUrl, open: () => Promise<Server>): Promise<boolean> {
  try {
    const { captureUrl } = await (await open()).client.getBin({ bin: id })
    return binUrl(captureUrl)?.server === server
  } catch (error) {
    if (error instanceof CallError || error instanceof Exit) return false
    throw error
  }
}

/** @throws {Exit} without an access key */
export function requireKey({ hasKey, url, withheld }: Server): void {
  if (withheld !== null) throw usageError(withheld)
  if (!hasKey)
    throw new Exit(EXIT.keyRefused, `No access key for ${url}. Set CREEL_KEY, use --key-file FILE, or run creel login.`)
}

/**
 * Repeats the call while the server is stopping or unreachable, until the deadline. Only for calls whose window has an explicit start.
 */
export async function untilAnswered<T>(call: () => Promise<T>, deadline: number, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      const isUnavailable = error instanceof CallError && (error.code === 'server_stopping' || error.code === 'unreachable')
      if (!isUnavailable || Date.now() >= deadline) throw error
      await pause(Math.min(error.retryAfterMs ?? 250, Math.max(1, deadline - Date.now())), signal)
    }
  }
}

/** The bin given by its id or one of its URLs, otherwise that of `.creel.json`. @throws {Exit} if there is none */
export function binId(word: string | undefined, { project }: Pick<Server, 'project'>): string {
  const named = word ?? project.bin
  if (named === undefined) throw usageError('Which bin? Pass its id, or run creel listen once in this directory.')
  const id = binUrl(named)?.id ?? named
  if (!isPossibleBinId(id)) throw usageError(`"${named}" is not the id of a bin.`)
  return id
}

/** False if the word is the URL of a bin on another server. */
export function isOnServer(word: string, { url }: Pick<Server, 'url'>): boolean {
  const bin = binUrl(word)
  return bin === null || isSameServer(bin.server, url)
}

type BinUrl = { server: string; id: string; isCaptureUrl: boolean }

/** The parts of a bin's page or capture URL; null for other text. @throws {Exit} if it contains a password */
function binUrl(text: string | undefined): BinUrl | null {
  const [, server, kind, id] = /^(https?:\/\/[^/?#]+(?:\/[^?#]*?)??)\/(in|bins)\/([^/?#]+)/i.exec(text ?? '') ?? []
  if (server === undefined) return null
  return { server: serverUrl(server, {}, {}), id: id!, isCaptureUrl: kind!.toLowerCase() === 'in' }
}

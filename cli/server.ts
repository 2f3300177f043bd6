import { CallError } from '#lib/client/call-error'
import { type Client, createClient } from '#lib/client/client'
import { pause } from '#lib/client/follow'
import { isPossibleBinId } from '#lib/core/ids'
import type { Io } from './command'
import { EXIT, Exit, usageError } from './exit'
import { accessKey, isServerOfUser, type Project, readProject, serverUrl } from './settings'

/** The server that a command talks to. */
export type Server = { url: string; client: Client; hasKey: boolean; project: Project }

type ServerValues = { url?: string | undefined; 'key-file'?: string | undefined }

/** @throws {Exit} if the settings are invalid */
export async function openServer(io: Io, values: ServerValues): Promise<Server> {
  const project = await readProject(io.cwd)
  const url = serverUrl(values.url, io.env, project)
  const trusted = isServerOfUser(values.url, io.env, project)
  const key = await accessKey(values['key-file'], io.env, { url, trusted })
  return {
    url,
    project,
    hasKey: key !== null,
    client: createClient({ origin: url, ...(key === null ? {} : { accessKey: key }) }),
  }
}

/** @throws {Exit} without an access key */
export function requireKey({ hasKey, url }: Server): void {
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
  const id = /^https?:\/\/[^/]+(?:\/[^?#]*)?\/(?:in|bins)\/([^/?#]+)/i.exec(named)?.[1] ?? named
  if (!isPossibleBinId(id)) throw usageError(`"${named}" is not the id of a bin.`)
  return id
}

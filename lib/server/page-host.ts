import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Config } from '#lib/config'
import { AppError } from '#lib/core/errors'
import { isLoopbackName } from '#lib/core/loopback'
import { hostSpellings, requestHost } from './request-host'

/** The hosts that pages, REST and sockets are served under. */
export type PageHost = {
  /** Why this host is not served, or null if it is. */
  refusal(req: IncomingMessage): AppError | null
}

/**
 * A page of another site may let its own name point at this machine (DNS rebinding), so that the browser treats Creel as part of that
 * site. Such a request has the foreign name in `Host`, so pages are served only under their own names:
 * - `CREEL_ORIGIN`, if it is set;
 * - loopback names, always: an attacker cannot make their own hostname equal "localhost";
 * - if it is not set and only this machine can connect (`HOST` is loopback, no proxy is trusted): IP addresses, which cannot be rebound;
 * - if it is not set and others can connect: any name, because Creel cannot know which they use. Set it there.
 */
export function createPageHost(config: Pick<Config, 'origin' | 'host' | 'trustProxy'>): PageHost {
  const { origin, trustProxy } = config
  if (origin === null && (!isLoopbackName(config.host) || trustProxy > 0)) return { refusal: () => null }
  const own: ReadonlySet<string> = new Set(origin === null ? [] : hostSpellings(origin))

  return {
    refusal(req) {
      const host = requestHost(req, trustProxy)
      const name = withoutPort(host)
      if (own.has(host) || isLoopbackName(name) || (origin === null && isIP(name) > 0)) return null
      return new AppError('wrong_host', REFUSALS[origin === null ? 'local' : 'public'](origin ?? ''))
    },
  }
}

const REFUSALS = {
  public: (origin: string) => `The pages and the API are at ${origin}, and answer under no other name.`,
  local: () =>
    'The pages and the API answer under localhost or an IP address only. Reached by another name, as through a tunnel? ' +
    'Set CREEL_ORIGIN to that origin, as in CREEL_ORIGIN=https://creel.example.',
}

/** `[::1]:3000` → `::1` */
function withoutPort(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(host)
  return bracketed ? bracketed[1]! : host.replace(/:\d*$/, '')
}

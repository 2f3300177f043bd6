import { headerValue } from '#lib/core/headers'
import { type Cause, PROOF } from './cause'
import type { Trials } from './trials'

const URLS_MAX = 400

/** The URL that was signed differs from the one used to verify: proxies, ports, slashes and queries. */
export function* urlCauses(trials: Trials, called: string): Generator<undefined, Cause[]> {
  if (!trials.scheme.needsUrl) return []
  for (const url of urlVariants(trials, called)) {
    if (trials.matches({ parts: { url } })) return [urlCause(trials, url)]
    yield
  }
  return []
}

type UrlParts = { scheme: string; host: string; path: string; query: string | null }

export function urlVariants({ parts: { url, headers } }: Pick<Trials, 'parts'>, called: string): string[] {
  const bases = [url, called].map(splitUrl).filter((parts) => parts !== null)
  if (bases.length === 0) return []
  const hosts = unique([
    ...bases.map(({ host }) => host),
    ...['x-forwarded-host', 'x-original-host', 'host'].flatMap((name) => headerValue(headers, name)?.split(',')[0]?.trim() ?? []),
    ...(/host="?([^;,"\s]+)/i.exec(headerValue(headers, 'forwarded') ?? '')?.slice(1) ?? []),
  ]).map((host) => host.replace(/:\d+$/, ''))
  const ports = unique(['', ...bases.map(({ host }) => /:\d+$/.exec(host)?.[0] ?? ''), ':443', ':80', portOf(headers)])
  const paths = unique(
    bases.flatMap(({ path, query }) => pathVariants(path, headers).flatMap((each) => queryVariants(query).map((q) => each + q))),
  )
  const made = paths.flatMap((path) =>
    unique(hosts).flatMap((host) =>
      ['https', 'http'].flatMap((scheme) => ports.map((port) => `${scheme}://${host}${port}${path}`)),
    ),
  )
  return unique(made)
    .filter((each) => each !== url)
    .slice(0, URLS_MAX)
}

function splitUrl(url: string): UrlParts | null {
  const match = /^(https?):\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url)
  return match && { scheme: match[1]!.toLowerCase(), host: match[2]!, path: match[3]!, query: match[4] ?? null }
}

function pathVariants(path: string, headers: Trials['parts']['headers']): string[] {
  const prefix = headerValue(headers, 'x-forwarded-prefix')?.trim() ?? ''
  const original = headerValue(headers, 'x-original-url')?.split('?')[0]?.trim()
  const slashed = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
  return unique([path, slashed, decodedPath(path), prefix + path, ...(original === undefined ? [] : [original])])
}

function queryVariants(query: string | null): string[] {
  if (query === null || query === '') return query === null ? [''] : ['?', '']
  const pairs = query.split('&')
  const sorted = [...pairs].sort().join('&')
  const others = [query, sorted, decodedPath(query), query.replaceAll('+', '%20'), query.replaceAll('%20', '+')]
  return ['', ...unique(others).map((each) => `?${each}`)].sort((a, b) => (a === `?${query}` ? -1 : b === `?${query}` ? 1 : 0))
}

function portOf(headers: Trials['parts']['headers']): string {
  const port = headerValue(headers, 'x-forwarded-port')?.trim() ?? ''
  return /^\d{1,5}$/.test(port) ? `:${port}` : ''
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

function urlCause({ scheme, parts }: Trials, signed: string): Cause {
  return {
    code: 'url_differs',
    certain: true,
    title: 'Another URL was signed',
    detail: `The check used the URL ${parts.url}, but ${scheme.label} signed ${signed}. ${PROOF}`,
    fix: `Set the URL of this secret to ${signed}. ${PROXY_FIX}`,
  }
}

const PROXY_FIX = [
  'In the receiver, use the URL as the provider knows it. Behind a proxy, the receiver sees the scheme, host and port that the proxy used.',
  "Express: app.set('trust proxy', 1), then req.protocol and req.hostname",
  'Flask: app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)',
  "Django: SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https'), USE_X_FORWARDED_HOST = True",
  'Rails: config.assume_ssl = true',
  "Laravel: $middleware->trustProxies(at: '*')",
  'Spring: server.forward-headers-strategy=framework',
  'ASP.NET Core: app.UseForwardedHeaders()',
].join('\n')

/** A hint when no variant matched and the owner has not set the URL that the provider uses. */
export function urlHint({ scheme, parts, options }: Trials): Cause[] {
  if (!scheme.needsUrl || options.url) return []
  return [
    {
      code: 'url_differs',
      certain: false,
      title: 'Perhaps another URL was signed',
      detail: `${scheme.label} signs the URL that was entered in its settings. The check used ${parts.url}, where this request arrived.`,
      fix: `Set the URL of this secret to the one in the ${scheme.label} settings. ${PROXY_FIX}`,
    },
  ]
}

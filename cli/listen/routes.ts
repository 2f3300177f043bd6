import type { Capture, CaptureSummary } from '#lib/core/capture'
import { completeUrl } from '#lib/core/complete-url'
import { isAppError } from '#lib/core/errors'
import { captureCandidate } from '#lib/core/filter/candidate'
import { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { readTarget } from '#lib/net/target'
import { usageError } from '../exit'

/** Where captures that match go. */
export type Route = { matches: MatchFilter; url: string }

/** Which captures are sent, and where. The first route that matches wins. */
export type Routing = {
  /** null: skipped. undefined: the summary does not decide, so the whole capture is needed. */
  ofSummary(summary: CaptureSummary): Route | null | undefined
  ofCapture(capture: Capture): Route | null
  targets: readonly string[]
}

type RoutingFlags = {
  to?: string | undefined
  route?: readonly string[] | undefined
  filter?: string | undefined
  method?: readonly string[] | undefined
}

/** @throws {Exit} for an invalid filter or URL */
export function readRouting({ to, route = [], filter, method }: RoutingFlags): Routing {
  const everything = readFilter('', '--to')
  const routes = [...route.map(readRoute), ...(to === undefined ? [] : [{ matches: everything, url: readUrl(to, '--to') }])]
  const wanted = readFilter(filter ?? '', '--filter')
  const methods = method?.map((name) => name.toUpperCase())
  const isMethod = (each: CaptureSummary) => !methods || methods.includes(each.method.toUpperCase())
  return {
    ofSummary(summary) {
      if (!isMethod(summary)) return null
      const candidate = { summary }
      const fits = wanted(candidate)
      if (fits === false) return null
      for (const each of routes) {
        const matches = each.matches(candidate)
        if (matches === null || (matches && fits === null)) return undefined
        if (matches) return each
      }
      return null
    },
    ofCapture(capture) {
      const candidate = captureCandidate(capture)
      if (!isMethod(capture) || wanted(candidate) !== true) return null
      return routes.find((each) => each.matches(candidate) === true) ?? null
    },
    targets: [...new Set(routes.map(({ url }) => url))],
  }
}

/** `FILTER -> URL` */
function readRoute(text: string): Route {
  const at = text.lastIndexOf('->')
  if (at < 0) throw usageError(`--route takes 'FILTER -> URL', as in 'provider:stripe -> localhost:4000/stripe', not "${text}".`)
  return { matches: readFilter(text.slice(0, at).trim(), '--route'), url: readUrl(text.slice(at + 2).trim(), '--route') }
}

/** @throws {Exit} */
export function readFilter(text: string, what: string): MatchFilter {
  const parsed = parseFilter(text)
  if (!parsed.ok)
    throw usageError(`Invalid filter in ${what}: ${parsed.error.message} (at character ${parsed.error.at + 1} of "${text}")`)
  return compileFilter(parsed.filter, Date.now())
}

/** @throws {Exit} */
export function readUrl(text: string, what: string): string {
  const url = completeUrl(text)
  try {
    readTarget(url)
    return url
  } catch (error) {
    if (!isAppError(error)) throw error
    throw usageError(`${what} takes a URL such as http://localhost:4000, not "${text}": ${error.message}`)
  }
}

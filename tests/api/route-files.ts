import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RouteMethods } from '#lib/api/serve'

const APP = path.resolve(import.meta.dirname, '../../app')

/** A route file on disk: `/api/v1/bins/{bin}` and the module behind it. */
export type RouteFile = { template: string; load(): Promise<RouteMethods> }

/** The route files under app/api, the more specific first, as Next chooses. */
export function routeFiles(): RouteFile[] {
  const files = readdirSync(path.join(APP, 'api'), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => path.basename(file) === 'route.ts')
    .map((file) => ({
      template: templateOf(path.dirname(file)),
      load: () => import(pathToFileURL(path.join(APP, 'api', file)).href) as Promise<RouteMethods>,
    }))
    .sort((a, b) => specificity(b.template) - specificity(a.template))
}

/** The route file that answers a path, and the path's parameters. */
export function routeOf(pathname: string): { route: RouteFile; params: Record<string, string> } {
  for (const route of routeFiles()) {
    const match = patternOf(route.template).exec(pathname)
    if (match) return { route, params: { ...match.groups } }
  }
  throw new Error(`no route file answers ${pathname}`)
}

function templateOf(directory: string): string {
  const segments = directory
    .split(path.sep)
    .map((each) => each.replace(/^\[\[\.\.\.(\w+)\]\]$/, '{$1*}').replace(/^\[(\w+)\]$/, '{$1}'))
  return `/api/${segments.join('/')}`
}

function patternOf(template: string): RegExp {
  const source = template.replace(/\/\{\w+\*\}/, '(?:/.*)?').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source.replace(/\.json$/, '\\.json')}$`)
}

function specificity(template: string): number {
  return template.includes('*') ? -1 : template.split('/').filter((each) => !each.startsWith('{')).length
}

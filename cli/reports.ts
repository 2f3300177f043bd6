import type { AnswerOf } from '#lib/client/calls'
import { visibleText } from '#lib/core/visible-text'
import { nearestLines } from './near-misses'

// The reports that `creel expect` writes for CI.

/** How many captures must match. `max` null: no maximum. `inOrder`: those that came too early do not count. */
export type Bounds = { min: number; max: number | null; inOrder: boolean }
export type Expected = AnswerOf<'expectCaptures'>['results'][number] & Bounds

export function titleOf({ name, q }: Pick<Expected, 'name' | 'q'>): string {
  return name ?? filterOf(q)
}

/** Why an expectation is not met: `5 came, expected exactly 1 of event:invoice.paid`. */
export function reasonOf(result: Expected): string {
  return `${cameOf(result)}, expected ${wantedOf(result)}`
}

/** The limit and, unless the title already says so, the filter. */
function wantedOf({ name, q, min, max }: Expected): string {
  return `${limitOf({ min, max })}${name === null ? '' : ` of ${filterOf(q)}`}`
}

function cameOf({ count, inOrder }: Expected): string {
  return `${count} came${inOrder ? ' in order' : ''}`
}

function limitOf({ min, max }: Pick<Bounds, 'min' | 'max'>): string {
  if (max === null) return `at least ${min}`
  if (max === 0) return 'none'
  if (min === max) return `exactly ${min}`
  return min === 0 ? `at most ${max}` : `${min} to ${max}`
}

function filterOf(q: string): string {
  return q === '' ? 'any request' : q
}

/** JUnit XML, which Jenkins, GitLab and others read: one test case per expectation. */
export function junitReport(results: readonly Expected[], seconds: number): string {
  const failures = results.filter(({ met }) => !met).length
  const cases = results.map((result) => {
    const open = `    <testcase classname="creel expect" name="${xml(titleOf(result))}"`
    if (result.met) return `${open}/>`
    const nearest = nearestLines(result.nearest).join('\n')
    return `${open}>\n      <failure message="${xml(reasonOf(result))}">${xml(nearest)}</failure>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="creel expect" tests="${results.length}" failures="${failures}" time="${seconds.toFixed(3)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

export function markdownReport(results: readonly Expected[], satisfied: boolean): string {
  const rows = results.map((result) => {
    const came = [cameOf(result), ...nearestLines(result.nearest)].map(cell).join('<br>')
    return `| ${result.met ? '✅' : '❌'} | ${cell(`${titleOf(result)}: ${wantedOf(result)}`)} | ${came} |`
  })
  return [
    `### Webhooks: ${satisfied ? 'as expected' : 'not as expected'}`,
    '',
    '| | expected | came |',
    '|---|---|---|',
    ...rows,
    '',
    '',
  ].join('\n')
}

function xml(text: string): string {
  const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return visibleText(text).replace(/[&<>"]/g, (char) => ESCAPES[char]!)
}

/** Escapes a cell, so that nothing in it is read as Markdown or HTML. */
function cell(text: string): string {
  return visibleText(text)
    .replace(/[\n\t]/g, ' ')
    .replace(/[\\`*_[\]|~!#]/g, '\\$&')
    .replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)
}

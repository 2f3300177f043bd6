import type { AnswerOf } from '#lib/client/calls'
import { visibleText } from '#lib/core/visible-text'
import { nearestLines } from './near-misses'

// The reports that `creel expect` writes for CI.

export type Expected = AnswerOf<'expectCaptures'>['results'][number]

export function titleOf({ name, q }: Expected): string {
  return name ?? (q === '' ? 'any request' : q)
}

/** Why an expectation is not met. */
function reasonsOf(result: Expected): string[] {
  return [`${result.count} came`, ...nearestLines(result.nearest)]
}

/** JUnit XML, which Jenkins, GitLab and others read: one test case per expectation. */
export function junitReport(results: readonly Expected[], seconds: number): string {
  const failures = results.filter(({ met }) => !met).length
  const cases = results.map((result) => {
    const open = `    <testcase classname="creel expect" name="${xml(titleOf(result))}"`
    if (result.met) return `${open}/>`
    const [message, ...rest] = reasonsOf(result)
    return `${open}>\n      <failure message="${xml(message!)}">${xml(rest.join('\n'))}</failure>\n    </testcase>`
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
    const why = result.met ? `${result.count} came` : reasonsOf(result).map(cell).join('<br>')
    return `| ${result.met ? '✅' : '❌'} | ${cell(titleOf(result))} | ${why} |`
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

import type { AnswerOf } from '#lib/client/calls'
import { type Output, safeLine } from './output'

type Waited = AnswerOf<'waitForCaptures'>

/** `#41  ✓ method:POST  ✗ $.ref=="refs/heads/main": found "refs/heads/master"` */
export function nearestLines(nearest: Waited['nearest']): string[] {
  return nearest.map(({ seq, conditions }) => {
    const judged = conditions.map(({ text, met, found }) =>
      met
        ? `✓ ${safeLine(text, 200)}`
        : `✗ ${safeLine(text, 200)}: ${found === null ? 'not present' : `found ${safeLine(found, 300)}`}`,
    )
    return `#${seq}  ${judged.join('  ')}`
  })
}

export function printNearest(out: Output, nearest: Waited['nearest']): void {
  if (nearest.length > 0) out.info('Nearest:')
  for (const line of nearestLines(nearest)) out.info(`  ${line}`)
}

/** Matches and refused requests at the same time that did not reach this bin. */
export function elsewhereLines(elsewhere: Waited['elsewhere']): string[] {
  return elsewhere.map((each) => {
    const at = each.at.slice(11, 19)
    if (each.kind === 'match') return `${at}  your bin ${safeLine(each.binId)} got a capture that matches`
    return `${at}  a request to /in/${safeLine(each.binId)} was refused: ${each.status} ${each.reason}`
  })
}

export function printElsewhere(out: Output, elsewhere: Waited['elsewhere']): void {
  if (elsewhere.length > 0) out.info('Elsewhere, at the same time:')
  for (const line of elsewhereLines(elsewhere)) out.info(`  ${line}`)
}

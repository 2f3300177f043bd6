import { isIP } from 'node:net'
import { AppError } from '#lib/core/errors'
import { isLoopbackName, LOOPBACK } from '#lib/core/loopback'
import { readAddress, refusedKind } from './address-guard'
import type { AllowList } from './allow-list'
import { refusedPort } from './port-rule'
import { dialledHost, type Target } from './target'

/** Decides what a resend may dial. */
export type Guard = {
  /** Before anything is looked up: the port, and the address where the URL names one. @throws `target_forbidden` */
  checkTarget(target: Target): void
  /**
   * Judges all answers to the look-up of the target's name and gives those that may be dialled.
   * One refused answer refuses the name, but for `localhost` (RFC 6761 section 6.3), which often has a second answer, ::1, that
   * an operator who opened 127.0.0.1 did not think of: what is refused is left out there.
   * @throws `target_forbidden`
   */
  checkAnswers<Answer extends { address: string }>(target: Target, answers: readonly Answer[]): Answer[]
}

type Refused = { address: string; kind: string }

const SHOWN_MAX = 3

/** `local`: the list holds `loopback`. The advice in a refusal then names it too, since what an operator pastes replaces the list. */
export function createGuard(allow: AllowList, { local = false } = {}): Guard {
  const kept = local ? `${LOOPBACK},` : ''

  /** Why the address `text` of this target may not be dialled, or null. */
  function faultOf(text: string, { hostname, port }: Target): Refused | null {
    const address = readAddress(text)
    if (!address) return { address: text, kind: 'no address at all' }
    const kind = refusedKind(address)
    return kind === null || allow.allowsAddress(address, port, hostname) ? null : { address: address.toString(), kind }
  }

  function checkAnswers<Answer extends { address: string }>(target: Target, answers: readonly Answer[]): Answer[] {
    if (allow.allowsEndpoint(target.hostname, target.port)) return [...answers]
    const judged = answers.map((answer) => ({ answer, fault: faultOf(answer.address, target) }))
    const passed = judged.filter(({ fault }) => fault === null).map(({ answer }) => answer)
    const faults = judged.map(({ fault }) => fault).filter((fault) => fault !== null)
    if (faults.length > 0 && !(isLoopbackName(target.hostname) && passed.length > 0)) throw forbiddenAddress(target, faults, kept)
    return passed
  }

  return {
    checkAnswers,
    checkTarget(target) {
      if (allow.allowsEndpoint(target.hostname, target.port)) return
      const why = refusedPort(target.port)
      if (why !== null) throw forbiddenPort(target, why, kept)
      const address = dialledHost(target)
      if (isIP(address)) checkAnswers(target, [{ address }]) // Node looks no address up, so the check of the look-up would not see it
    },
  }
}

function forbiddenAddress(target: Target, refused: readonly Refused[], kept: string): AppError {
  const addresses = refused.slice(0, SHOWN_MAX).map(({ address, kind }) => `${address}, ${kind}`)
  const is = isIP(dialledHost(target)) ? 'it is' : `${target.hostname} stands for`
  const networks = refused.slice(0, SHOWN_MAX).map(({ address }) => `${address}/${isIP(address) === 4 ? 32 : 128}`)
  return new AppError(
    'target_forbidden',
    `A resend may not reach ${endpointOf(target)}: ${is} ${addresses.join('; and ')}. The operator of this Creel can allow it: start it ` +
      `with CREEL_RESEND_ALLOW=${kept}${endpointOf(target)} npm start (this host and port) or ` +
      `CREEL_RESEND_ALLOW=${kept}${networks.join(',')} npm start (any port).`,
  )
}

function forbiddenPort(target: Target, why: string, kept: string): AppError {
  return new AppError(
    'target_forbidden',
    `A resend may not reach ${endpointOf(target)}: port ${target.port} is ${why}. The operator of this Creel can allow it: start it with ` +
      `CREEL_RESEND_ALLOW=${kept}${endpointOf(target)} npm start.`,
  )
}

function endpointOf({ hostname, port }: Target): string {
  return `${hostname}:${port}`
}

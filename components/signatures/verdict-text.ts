import type { SignatureReport } from '#lib/signatures/report'
import { spanText } from '#lib/signatures/span-text'
import { schemeLabel } from './scheme-label'

export type Tone = 'ok' | 'warn' | 'danger' | 'muted'

/** The result of the check as a word, a sentence and a tone. */
export function verdictText(report: SignatureReport): { word: string; sentence: string; tone: Tone } {
  const { verdict, scheme, header, ageSeconds, toleranceSeconds } = report
  const sender = scheme === null ? 'The sender' : schemeLabel(scheme)
  switch (verdict) {
    case 'valid':
      return { word: 'Valid', sentence: `The signature matches this request and the ${sender} secret.`, tone: 'ok' }
    case 'late':
      return { word: 'Late', sentence: lateSentence(ageSeconds, toleranceSeconds), tone: 'warn' }
    case 'invalid':
      return {
        word: 'Invalid',
        sentence: `${header === null ? 'The signature' : `The signature in ${header}`} does not match this request and the ${sender} secret.`,
        tone: 'danger',
      }
    case 'missing':
      return { word: 'Missing', sentence: `This looks like a request from ${sender}, but it has no signature.`, tone: 'danger' }
    case null:
      return { word: 'Not checked', sentence: `The public key of ${sender} could not be fetched.`, tone: 'muted' }
  }
}

function lateSentence(age: number | null, tolerance: number | null): string {
  if (age === null) return 'The signature is correct, but its timestamp is not acceptable.'
  const when =
    age < 0
      ? `${spanText(-age)} after the request arrived: one of the clocks is wrong`
      : `${spanText(age)} before the request arrived`
  const allowed = tolerance === null ? '' : `; ${spanText(tolerance)} is allowed`
  return `The signature is correct, but was made ${when}${allowed}.`
}

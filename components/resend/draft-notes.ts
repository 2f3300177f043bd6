import type { Capture } from '#lib/core/capture'
import { parseLines } from '#lib/core/header-lines'
import { parseJson } from '#lib/formats/json'
import { lineAndColumn } from '#lib/formats/json-scan'
import type { BodyDraft } from './draft-body'
import type { DraftPart, ResendDraft } from './resend-draft'

// Notes beside the fields. None of them prevents sending.

const JSON_TYPE = /[/+]json\b/i
const SIGNATURE = /signature|hmac|^x-.*-sign$|^(?:content-|repr-)?digest$|^content-md5$/i

/** Where a body that was or claims to be JSON is broken; null if it is not. */
export function jsonNote(capture: Capture, body: BodyDraft | null): string | null {
  if (body === null || body.form !== 'text' || body.text.trim() === '') return null
  const meant =
    JSON_TYPE.test(capture.contentType ?? '') || (capture.body.encoding === 'utf8' && problemOf(capture.body.data) === null)
  const problem = meant ? problemOf(body.text) : null
  if (!problem) return null
  const { line, column } = lineAndColumn(body.text, problem.at)
  return `No longer JSON: line ${line}, column ${column}: ${problem.message}. It is sent as it is.`
}

function problemOf(text: string) {
  return text.trim() === '' ? { at: 0, message: 'nothing' } : parseJson(text).problem
}

/** The signature headers that were computed over the captured bytes and do not match the changed ones. */
export function brokenSignatures(draft: ResendDraft, changed: readonly DraftPart[]): string[] {
  if (!changed.includes('body')) return []
  const names = (parseLines(draft.headers).headers ?? []).map(([name]) => name)
  return [...new Set(names.filter((name) => SIGNATURE.test(name)))]
}

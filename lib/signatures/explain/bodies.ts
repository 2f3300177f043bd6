import { utf8Text } from '#lib/core/content'
import { crc32 } from '#lib/core/crc32'
import { headerValue } from '#lib/core/headers'
import { base64Variants } from './bodies/base64'
import { bomVariants, charsetVariants } from './bodies/charset'
import { compressedVariants } from './bodies/compressed'
import { emptyVariants } from './bodies/empty'
import { formVariants } from './bodies/form'
import { escapingVariants, jsonVariants, reserialised } from './bodies/json'
import { newlineVariants } from './bodies/newline'
import type { BodyVariant, SentBody } from './bodies/variant'
import { type Cause, type CauseCode, PROOF, SENT_BODY_FIX } from './cause'
import type { Trials } from './trials'

/** The first body that reproduces the sent signature, if any does. */
export function* bodyCauses(trials: Trials): Generator<undefined, Cause[]> {
  for (const made of distinctBodies(trials)) {
    yield
    if (made === null) continue
    if (trials.matches({ parts: { body: made.bytes } })) return [bodyCause(made.variant, trials.parts.body, made.bytes)]
    yield
  }
  return []
}

/** Yields each distinct body once, except the one that arrived, and null between two pieces of long work so that the caller can pause. */
export function* distinctBodies(
  trials: Trials,
  isIncluded: (code: CauseCode) => boolean = () => true,
): Generator<{ variant: BodyVariant; bytes: Uint8Array } | null, void> {
  const made = new Set([contentKey(trials.parts.body)])
  yield null
  const isLarge = trials.parts.body.length > LARGE_BYTES
  for (const variant of bodyVariants(trials)) {
    const bytes = isIncluded(variant.code) && !(isLarge && variant.isRare) ? variant.bytes() : null
    yield null
    const key = bytes && contentKey(bytes)
    if (bytes === null || key === null || made.has(key)) continue
    made.add(key)
    yield { variant, bytes }
  }
}

const LARGE_BYTES = 262_144

/** Identifies bodies that were tried; keeping the bodies themselves would take too much memory. */
function contentKey(bytes: Uint8Array): string {
  return `${bytes.length}:${crc32(bytes)}`
}

/** Cheap and likely variants first. */
function bodyVariants({ parts: { body, headers } }: Trials): BodyVariant[] {
  const sent: SentBody = {
    body,
    text: utf8Text(body),
    contentType: headerValue(headers, 'content-type') ?? '',
    contentEncoding: headerValue(headers, 'content-encoding') ?? '',
  }
  const families = body.length > WRITTEN_BYTES_MAX ? CHEAP : [...CHEAP, ...OTHERS]
  return families.flatMap((variantsOf) => variantsOf(sent))
}

/** Larger bodies are not re-serialised: that would block for too long. */
const WRITTEN_BYTES_MAX = 1_572_864
const CHEAP = [bomVariants, newlineVariants, compressedVariants, emptyVariants]
const OTHERS = [escapingVariants, jsonVariants, formVariants, base64Variants, charsetVariants]

const TITLES: Partial<Record<CauseCode, string>> = {
  body_reserialised: 'The body was parsed and serialised again',
  body_newline: 'Line breaks in the body were changed',
  body_charset: 'The body was signed in another character encoding',
  body_escaping: 'Characters in the body are escaped differently',
  body_form: 'The form was serialised differently',
  body_base64: 'The body was signed in another encoding, or as a string',
  body_compressed: 'The body was signed before it was compressed',
  big_numbers: 'Numbers in the body were changed',
}

export function bodyCause({ code: found, what }: BodyVariant, body: Uint8Array, signed: Uint8Array): Cause {
  const code = found === 'body_reserialised' && onlyNumbersDiffer(body, signed) ? 'big_numbers' : found
  return {
    code,
    certain: true,
    title: TITLES[code]!,
    detail: `The signature was computed over ${what} (${signed.length} bytes). The body that arrived has ${body.length} bytes. ${PROOF}`,
    fix: SENT_BODY_FIX,
  }
}

/** Whether JSON.parse and JSON.stringify changed nothing but digits. */
function onlyNumbersDiffer(body: Uint8Array, signed: Uint8Array): boolean {
  const text = utf8Text(body)
  const again = text === null ? null : reserialised(text)
  return again?.changesNumbers === true && again.text === utf8Text(signed) && again.keptText === text
}

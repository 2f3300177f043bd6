import type { ContentType } from '#lib/core/content-type'
import { escapesFit, formText } from './form-text'

/** The charset of a form's percent escapes, and a note if it is not obvious. */
export type FormCharset = { charset: string; notes: readonly string[] }

/**
 * The Content-Type's `charset` decides, then the field `_charset_` (RFC 7578 section 4.6), and then, if the escapes are not
 * UTF-8, a field `charset`, which PayPal's notifications have.
 */
export function formCharset(text: string, { parameters }: ContentType): FormCharset {
  const utf8: FormCharset = { charset: 'utf-8', notes: [] }
  if (!/%[89a-f]/i.test(text)) return utf8
  const readsAsUtf8 = escapesFit(text, 'utf-8')
  const declared = encodingOf(parameters.get('charset') ?? null)
  const named = declared ?? encodingOf(fieldOf(text, '_charset_')) ?? (readsAsUtf8 ? null : encodingOf(fieldOf(text, 'charset')))
  if (named === null || named === 'utf-8') return utf8
  const source =
    declared === null
      ? `its field ${fieldOf(text, '_charset_') === null ? 'charset' : '_charset_'} says`
      : 'the Content-Type says'
  const doubt = readsAsUtf8 ? ' They read as UTF-8 too: the sender may have named the wrong charset.' : ''
  return { charset: named, notes: [`Percent escapes are read as ${named}, as ${source}.${doubt}`] }
}

/** The name in the Encoding Standard, or null. The escapes of a UTF-16 form are UTF-8 (URL Standard section 5.2). */
function encodingOf(label: string | null): string | null {
  if (label === null) return null
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return null
  }
}

function fieldOf(text: string, name: string): string | null {
  const value = new RegExp(`(?:^|&)${name}=([^&]{1,64})(?:&|$)`).exec(text)?.[1]
  return value === undefined ? null : formText(value)
}

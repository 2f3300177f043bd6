/**
 * Characters that reorder the text around them (such as U+202E) or are invisible. In a name or a note, they could make one bin look like
 * another. The joiners U+200C and U+200D are allowed, because Persian and emoji need them.
 */
const HIDDEN = /\p{Bidi_Control}|[\uFFF9-\uFFFB]|(?!\u200C|\u200D|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u

export function hasHiddenCharacters(text: string): boolean {
  return HIDDEN.test(text)
}

export function withoutHiddenCharacters(text: string): string {
  return text.replace(new RegExp(HIDDEN.source, 'gu'), '')
}

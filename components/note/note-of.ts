/** What the API keeps of what was typed or pasted: no control characters but line breaks and tabs, no half characters; null for nothing. */
export function noteOf(text: string): string | null {
  const clean = text.replace(/[^\P{Cc}\n\r\t]|\p{Surrogate}/gu, '').trim()
  return clean === '' ? null : clean
}

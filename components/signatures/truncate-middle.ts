const START = 480
const END = 80

/** Keeps start and end of a value from the sender, which can be of any length. */
export function truncateMiddle(text: string): string {
  if (text.length <= START + END + 40) return text
  return `${text.slice(0, START)} … ${text.slice(-END)} (${text.length} characters)`
}

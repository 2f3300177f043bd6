const START = 480
const END = 80

/** Start and end of what a sender may have made as long as it liked. */
export function shortened(text: string): string {
  if (text.length <= START + END + 40) return text
  return `${text.slice(0, START)} … ${text.slice(-END)} (${text.length} characters)`
}

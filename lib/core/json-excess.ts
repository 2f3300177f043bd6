const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]
/** Deeper than any JSON that somebody writes or generates on purpose. */
const DEPTH_MAX = 1_000

/**
 * Checks whether a text is too expensive to parse as JSON: it has more than `valuesMax` values, or is nested deeper than 1,000. The time to
 * parse depends on the number of values far more than on the length: 20 MiB of `[[],[],…` take seconds, one string of 20 MiB a few
 * milliseconds.
 */
export function jsonExcess(json: string, valuesMax: number): 'values' | 'depth' | null {
  let inString = false
  let values = 0
  let depth = 0
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i)
    if (inString) {
      if (code === BACKSLASH) i += 1
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === COMMA) values += 1
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      values += 1
      depth += 1
      if (depth > DEPTH_MAX) return 'depth'
    }
    if (values > valuesMax) return 'values'
  }
  return null
}

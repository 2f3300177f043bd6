import type { SentWebhook } from './fill-bin'

type Line = { seq: number; body: { encoding: string; data: string }; headers: [string, string][] }
type HarEntry = { _seq: number; request: { postData: { text: string }; headers: { name: string; value: string }[] } }

/** Checks that the file has each capture once, in order, with its body and headers. @throws with the first difference */
export const checkFile = {
  ndjson(pieces: readonly Buffer[], sent: readonly SentWebhook[]): void {
    let seq = 0
    for (const line of linesOf(pieces)) {
      const { body, headers, ...capture } = JSON.parse(line.toString()) as Line
      seq += 1
      check(seq, capture.seq, body.data, sent[seq - 1], (name) => headers.find(([each]) => each === name)?.[1])
    }
    checkCount(seq, sent.length)
  },
  har(pieces: readonly Buffer[], sent: readonly SentWebhook[]): void {
    const { log } = JSON.parse(Buffer.concat(pieces).toString()) as { log: { entries: HarEntry[] } }
    for (const [i, { _seq, request }] of log.entries.entries()) {
      check(i + 1, _seq, request.postData.text, sent[i], (name) => request.headers.find((each) => each.name === name)?.value)
    }
    checkCount(log.entries.length, sent.length)
  },
}

function check(
  seq: number,
  found: number,
  body: string,
  sent: SentWebhook | undefined,
  header: (name: string) => string | undefined,
): void {
  if (found !== seq) throw new Error(`Capture ${seq} of the export has seq ${found}.`)
  if (body !== sent?.body) throw new Error(`Capture ${seq} of the export has another body.`)
  if (header('X-GitHub-Delivery') !== sent.deliveryId) throw new Error(`Capture ${seq} of the export has other headers.`)
}

function checkCount(found: number, sent: number): void {
  if (found !== sent) throw new Error(`The export has ${found} captures of ${sent}.`)
}

/** The lines of a file that is too long for one string. */
function* linesOf(pieces: readonly Buffer[]): Generator<Buffer> {
  let rest: Buffer[] = []
  for (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      yield Buffer.concat([...rest, piece.subarray(from, end)])
      rest = []
      from = end + 1
    }
    rest.push(piece.subarray(from))
  }
  if (Buffer.concat(rest).length > 0) throw new Error('The export ends within a line.')
}

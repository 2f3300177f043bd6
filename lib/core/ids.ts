/** 32 letters and digits, so that five bits choose one without bias. Without i, l, o and u, it is hard to misread or to spell words with. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** `length` random characters of 5 bits each, lower-case letters and digits. */
function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  let text = ''
  for (const byte of bytes) text += ALPHABET[byte & 31]
  return text
}

/** A bin's id, part of its capture URL: 22 characters, 110 bits. */
export function newBinId(): string {
  return randomText(22)
}

/** The secret that owns bins: `ck_` and 160 random bits. Only its SHA-256 is ever stored. */
export function newAccessKey(): string {
  return `ck_${randomText(32)}`
}

/** The secret in a share link: `cs_` and 160 random bits. Only its SHA-256 is ever stored. */
export function newShareToken(): string {
  return `cs_${randomText(32)}`
}

/** Makes the capture ids of one bin different from those of all others: 10 characters, 50 bits, generated once per bin. */
export function newCaptureTag(): string {
  return randomText(10)
}

/** A random id of 110 bits. The prefix says what it identifies, as in `dl_…` for a delivery. */
export function newId(prefix: string): string {
  return `${prefix}_${randomText(22)}`
}

/** The public id of a capture, `cap_{tag}_{seq}`. It contains the seq, so the index on (bin, seq) finds it. */
export function captureId(tag: string, seq: number): string {
  return `cap_${tag}_${seq}`
}

/** No seq is higher: it is an integer of 32 bits in PostgreSQL, which also refuses to compare one with a larger number. */
export const SEQ_MAX = 2 ** 31 - 1

/** The seq in a capture id of the bin with this tag. null if the id is malformed or another bin's. */
export function captureSeq(tag: string, id: string): number | null {
  const match = /^cap_([0-9a-z]+)_([1-9][0-9]{0,9})$/.exec(id)
  const seq = match && match[1] === tag ? Number(match[2]) : null
  return seq !== null && seq <= SEQ_MAX ? seq : null
}

/** Matches every possible bin id; part of a pattern. No other id is in the store, and some text (NUL) cannot even be used in a query. */
export const BIN_ID = '[a-z0-9-]{1,63}'

const WHOLE_BIN_ID = new RegExp(`^${BIN_ID}$`)

export function isPossibleBinId(text: string): boolean {
  return WHOLE_BIN_ID.test(text)
}

/** A bin id that a person may choose at creation. */
export const CHOSEN_BIN_ID = /^[a-z0-9][a-z0-9-]{2,62}$/

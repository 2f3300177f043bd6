/** 32 bytes from 64 hex digits, or from base64 or base64url with or without padding; null for anything else. */
export function readSealingKey(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'))
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null
  return bytes?.byteLength === 32 ? Uint8Array.from(bytes) : null
}

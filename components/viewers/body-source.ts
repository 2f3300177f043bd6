/** A body that is still on the server. `sizeBytes`: of what is stored there. */
export type RemoteBody = { url: string; sizeBytes: number }

/** Bytes in the page, or their location. */
export type BodySource = Uint8Array | RemoteBody

export function sourceSize(source: BodySource): number {
  return isRemote(source) ? source.sizeBytes : source.length
}

export function isRemote(source: BodySource): source is RemoteBody {
  return 'url' in source
}

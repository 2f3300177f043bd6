import type { Material, Scheme, SignatureRequest } from '../scheme'
import type { VerifyOptions } from '../verify'

export type ExplainInput = {
  scheme: Scheme
  request: SignatureRequest
  material: Material
  options: VerifyOptions
  /** The stored body is shorter than the one that was sent. */
  truncated?: boolean
  /** Other secrets of the same owner, most likely first. */
  others?: readonly OtherSecret[]
  /** The bin has a newer secret of this scheme, which does not match. */
  isOlderSecret?: boolean
  /** Within seconds of this request, the bin received another one of the same scheme with a valid signature. */
  neighbourValid?: boolean
  /** How many bytes may be hashed in search of causes. */
  budgetBytes?: number
}

/** Another secret of the same owner, never of anyone else. */
export type OtherSecret = {
  scheme: Scheme
  material: Material
  url?: string | null
  /** `previous`: an older secret of this bin. `same_bin`: another secret of this bin. */
  relation: 'previous' | 'same_bin' | 'other_bin'
  /** Name of the other bin, or of the secret if it is in this bin; null if the reader may not see it, as in a share. */
  name: string | null
}

import type { BinResponse } from '../bin'
import type { BinRequire } from '../bin-require'
import type { ForwardSettings } from '../forward/forward'

/** A forward as a file declares it. Without `enabled`, an existing one stays paused or running. */
export type DeclaredForward = Omit<ForwardSettings, 'enabled'> & { enabled?: boolean }

/** A bin as a file declares it. A missing field is not changed; a field that is given is replaced as a whole. */
export type DeclaredBin = {
  id: string
  name?: string | null
  /** Counted from the creation of the bin. */
  ttlSeconds?: number | null
  response?: Partial<BinResponse> | null
  require?: BinRequire | null
  /** Matched by name. Other forwards of the bin are not changed. */
  forwards?: readonly DeclaredForward[]
}

/** The outcome for one declared bin. `changes`: the changed fields, forwards as `forwards.NAME`; empty unless `changed`. */
export type AppliedBin = { id: string; outcome: 'created' | 'changed' | 'unchanged'; changes: readonly string[] }

/** A declared bin with all its fields. */
export type ExportedBin = {
  id: string
  name: string | null
  ttlSeconds: number | null
  response: BinResponse | null
  require: BinRequire | null
  forwards: readonly ForwardSettings[]
}

import type { BinResponse } from '../bin'
import type { BinRequire } from '../bin-require'
import type { ForwardSettings } from '../forward/forward'

/** A forward as a file declares it. `enabled` that is left out stays as it is. */
export type DeclaredForward = Omit<ForwardSettings, 'enabled'> & { enabled?: boolean }

/** A bin as a file declares it. A field that is left out stays as it is; one that is given is whole: what it leaves out is the default. */
export type DeclaredBin = {
  id: string
  name?: string | null
  /** Counted from the creation of the bin. */
  ttlSeconds?: number | null
  response?: Partial<BinResponse> | null
  require?: BinRequire | null
  /** Matched by name. Others of the bin stay. */
  forwards?: readonly DeclaredForward[]
}

/** What came of a declared bin. `changes`: the fields that were changed, forwards as `forwards.NAME`; empty where the bin is created. */
export type AppliedBin = { id: string; outcome: 'created' | 'changed' | 'unchanged'; changes: readonly string[] }

/** A bin as a file declares it, with all its fields. */
export type ExportedBin = {
  id: string
  name: string | null
  ttlSeconds: number | null
  response: BinResponse | null
  require: BinRequire | null
  forwards: readonly ForwardSettings[]
}

import type { BinRequire, GateAuth } from './bin-require'
import { isHeaderName } from './headers'

/** The header or query parameter in which a bin expects its credentials. */
export type GateName = Pick<Extract<GateAuth, { type: 'header' | 'query' }>, 'type' | 'name'>

/** null if the bin expects none, or expects them in `Authorization`. */
export function gateNameOf(require: BinRequire | null): GateName | null {
  const auth = require?.auth
  return auth?.type === 'header' || auth?.type === 'query' ? { type: auth.type, name: auth.name } : null
}

/** Why a bin cannot require a header or parameter of this name; null if it can. */
export function gateNameFault({ type, name }: GateName): string | null {
  return type === 'query' || isHeaderName(name) ? null : 'is not a valid header name: use letters, digits and hyphens'
}

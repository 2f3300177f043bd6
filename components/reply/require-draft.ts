import { type BinRequire, type GateAuth, MASKED_SECRET, secretOf } from '#lib/core/bin-require'
import { gateNameFault } from '#lib/core/gate-name'

export type RequireKind = 'none' | GateAuth['type']

/** The requirements for senders, as typed in the form. `name`: of the user, header or parameter. */
export type RequireDraft = { signature: boolean; kind: RequireKind; name: string; secret: string }

export function draftOfRequire(require: BinRequire | null): RequireDraft {
  const { signature = false, auth } = require ?? {}
  return { signature, kind: auth?.type ?? 'none', name: auth ? nameOf(auth) : '', secret: auth ? secretOf(auth) : '' }
}

/** A stored value belongs to its kind, so another kind starts without one. */
export function withKind(draft: RequireDraft, kind: RequireKind): RequireDraft {
  return { ...draft, kind, name: '', secret: draft.secret === MASKED_SECRET ? '' : draft.secret }
}

export function isComplete(draft: RequireDraft): boolean {
  const { kind, name, secret } = draft
  if (kind === 'none') return true
  return secret !== '' && (kind === 'bearer' || name.trim() !== '') && nameFault(draft) === null
}

/** Why the name of the header or parameter is refused; null if it is accepted or not typed yet. */
export function nameFault({ kind, name }: RequireDraft): string | null {
  if ((kind !== 'header' && kind !== 'query') || name.trim() === '') return null
  const fault = gateNameFault({ type: kind, name: name.trim() })
  return fault && `“${name.trim()}” ${fault}`
}

/** null: nothing is required. */
export function requireOf(draft: RequireDraft): BinRequire | null {
  const auth = authOf(draft)
  if (!draft.signature && !auth) return null
  return { ...(draft.signature ? { signature: true } : {}), ...(auth ? { auth } : {}) }
}

function authOf({ kind, name, secret }: RequireDraft): GateAuth | null {
  switch (kind) {
    case 'none':
      return null
    case 'basic':
      return { type: kind, user: name, password: secret }
    case 'bearer':
      return { type: kind, token: secret }
    case 'header':
    case 'query':
      return { type: kind, name: name.trim(), value: secret }
  }
}

function nameOf(auth: GateAuth): string {
  if (auth.type === 'bearer') return ''
  return auth.type === 'basic' ? auth.user : auth.name
}

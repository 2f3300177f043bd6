/** What senders to a bin must provide. A request without it is captured and answered 401. */
export type BinRequire = {
  /** A signature by one of the bin's secrets. */
  signature?: true
  auth?: GateAuth
}

export type GateAuth =
  | { type: 'basic'; user: string; password: string }
  | { type: 'bearer'; token: string }
  | { type: 'header'; name: string; value: string }
  | { type: 'query'; name: string; value: string }

/** Shown in place of a secret value that is set. */
export const MASKED_SECRET = '•••'

export function secretOf(auth: GateAuth): string {
  switch (auth.type) {
    case 'basic':
      return auth.password
    case 'bearer':
      return auth.token
    case 'header':
    case 'query':
      return auth.value
  }
}

export function withSecret<Auth extends GateAuth>(auth: Auth, secret: string): GateAuth {
  switch (auth.type) {
    case 'basic':
      return { ...auth, password: secret }
    case 'bearer':
      return { ...auth, token: secret }
    case 'header':
    case 'query':
      return { ...auth, value: secret }
  }
}

/** For share links that hide credentials: also masks user, header and parameter names, because these could be credentials themselves. */
export function hiddenRequire(require: BinRequire, hidden: string): BinRequire {
  const { auth } = require
  if (!auth) return require
  if (auth.type === 'basic') return { ...require, auth: { ...auth, user: hidden } }
  return auth.type === 'bearer' ? require : { ...require, auth: { ...auth, name: hidden } }
}

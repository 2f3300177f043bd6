import type { GateAuth } from './bin-require'
import { isHeaderName } from './headers'
import { isSecretField, isSecretName } from './redact/names'

type NamedAuth = Pick<Extract<GateAuth, { type: 'header' | 'query' }>, 'type' | 'name'>

/**
 * Why a header or parameter of this name cannot be what a bin requires; null if it can. A link that hides credentials must hide its value,
 * and that goes by the name.
 */
export function gateNameFault({ type, name }: NamedAuth): string | null {
  if (type === 'header' && !isHeaderName(name)) return 'is not a valid header name: use letters, digits and hyphens'
  const isHidden = type === 'header' ? isSecretName(name, 'header') : isSecretField(name, '1', 'field')
  return isHidden
    ? null
    : 'is not recognised as the name of a credential, so links that hide credentials would show its value: use a name with key, token or secret in it'
}

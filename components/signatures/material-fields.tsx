'use client'

import { CustomFields } from './custom-fields'
import { hasBoth, isPublicKey, knownSchemes, type SecretDraft } from './secret-draft'
import { SecretInput } from './secret-input'

type Props = { draft: SecretDraft; change: (part: Partial<SecretDraft>) => void; autoFocus?: boolean }

/** The fields for the secret or key of the chosen provider. */
export function MaterialFields({ draft, change, autoFocus = false }: Props) {
  const scheme = knownSchemes().find(({ id }) => id === draft.scheme)
  if (!scheme) return null
  return (
    <>
      {scheme.id === 'custom' && <CustomFields value={draft.custom} onChange={(custom) => change({ custom })} />}
      <SecretInput
        label={isPublicKey(scheme) ? 'Public key' : 'Secret'}
        hint={scheme.secretHint}
        value={draft.text}
        onChange={(text) => change({ text })}
        autoFocus={autoFocus}
      />
      {hasBoth(scheme) && (
        <SecretInput label="Public key" value={draft.publicKey} onChange={(publicKey) => change({ publicKey })} />
      )}
    </>
  )
}

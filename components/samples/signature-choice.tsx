import type { BinSecret } from '#lib/core/bin-secret'
import type { SampleProviderFacts } from '#lib/core/sample'
import { visibleText } from '#lib/core/visible-text'
import { schemeLabel, secretName } from '../signatures/scheme-label'
import { SecretInput } from '../signatures/secret-input'
import { Select } from '../ui/select'
import { type SampleDraft, type SignatureId, signatureOf, signaturesFor } from './sample-draft'

type Props = {
  draft: SampleDraft
  sample: SampleProviderFacts
  secrets: readonly BinSecret[]
  /** What is wrong with the typed secret. */
  fault: string | null
  change: (part: Partial<SampleDraft>) => void
}

/** The choice of what the sample is signed with. */
export function SignatureChoice({ draft, sample, secrets, fault, change }: Props) {
  const { label, schemes } = sample
  if (schemes.length === 0) {
    return <p className="text-xs text-muted">It is sent unsigned: only {label} has the key that signs its requests.</p>
  }
  const signature = signatureOf(draft, sample, secrets)
  const text = (id: SignatureId) => optionText(id, schemes, secrets)
  return (
    <>
      <Select<SignatureId>
        label="Sign with"
        hint={hintOf(signature)}
        value={signature}
        options={signaturesFor(draft, sample, secrets).map((id) => [id, text(id)] as const)}
        onChange={(signature) => change({ signature })}
      />
      {signature === 'typed' && (
        <SecretInput
          label="Secret of the receiver"
          hint="It signs this request and is not kept."
          error={fault}
          value={draft.secret}
          onChange={(secret) => change({ secret })}
        />
      )}
    </>
  )
}

function optionText(id: SignatureId, schemes: readonly string[], secrets: readonly BinSecret[]): string {
  if (id === 'typed') return 'A secret that you enter'
  if (id === 'none') return 'Nothing: send it unsigned'
  const name = id.slice(id.indexOf(':') + 1)
  if (id.startsWith('new:')) return schemes.length === 1 ? 'New test secret' : `New test secret, ${schemeLabel(name)}`
  return visibleText(secretName(secrets.find((secret) => secret.id === name)!))
}

function hintOf(id: SignatureId): string | undefined {
  return id.startsWith('new:') ? 'It is created and kept in this bin, encrypted. Its value is never shown.' : undefined
}

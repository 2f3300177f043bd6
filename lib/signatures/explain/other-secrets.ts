import { verify } from '../verify'
import { type Cause, PROOF } from './cause'
import type { ExplainInput, OtherSecret } from './explain-input'

/** Tries the owner's other secrets: the most common mistake is to use the secret of another endpoint. */
export function* otherSecretCauses({ request, options, others = [] }: ExplainInput): Generator<undefined, Cause[]> {
  for (const other of others) {
    const { verdict } = verify(other.scheme, request, other.material, { ...options, url: other.url ?? options.url })
    if (verdict === 'valid' || verdict === 'late') return [otherSecretCause(other)]
    yield
  }
  return []
}

function otherSecretCause({ relation, name, scheme }: OtherSecret): Cause {
  if (relation === 'previous') {
    return {
      code: 'secret_previous',
      certain: true,
      title: 'Signed with a previous secret',
      detail: `The request was signed with ${name === null ? 'a secret that was used here before' : `the older secret “${name}”`}. ${PROOF}`,
      fix: 'The sender still has the old secret, or signs with both for a while. Set the new secret in every program that signs, and restart it: a running process does not read a changed setting.',
    }
  }
  const where =
    relation === 'same_bin'
      ? `the secret “${name ?? scheme.label}” of this bin`
      : name === null
        ? 'another bin'
        : `the bin “${name}”`
  return {
    code: 'wrong_secret_other_bin',
    certain: true,
    title: `Signed with ${relation === 'same_bin' ? where : `the secret of ${where}`}`,
    detail: `The request was signed with ${relation === 'same_bin' ? 'another secret of this bin' : `the secret of ${where}`}. ${PROOF}`,
    fix: 'Every endpoint has its own secret, and so do test mode, live mode and the CLI. Copy the secret of this endpoint.',
  }
}

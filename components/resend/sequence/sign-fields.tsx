import type { BinSecret } from '#lib/core/bin-secret'
import type { CaptureSummary } from '#lib/core/capture'
import { formatCount } from '../../ui/format'
import { Select } from '../../ui/select'
import { signedWith } from '../signing-secrets'
import { type SequenceSign, secretFor } from './sign-steps'

type Props = {
  captures: readonly CaptureSummary[]
  secrets: readonly BinSecret[]
  sign: SequenceSign
  onSign: (sign: SequenceSign) => void
  newIds: boolean
  onNewIds: (newIds: boolean) => void
}

/** Whether each request is signed again for its target, and whether it is a new message there. */
export function SignSteps({ captures, secrets, sign, onSign, newIds, onNewIds }: Props) {
  const named = captures.filter(({ messageId }) => messageId !== null).length
  return (
    <>
      {secrets.length > 0 && (
        <Select
          label="Signature"
          hint={sign === 'captured' ? undefined : signedHint(captures, secrets, sign)}
          value={typeof sign === 'string' ? sign : sign.secretId}
          options={[
            ['captured', 'As captured'],
            ['fitting', 'Signed again, each with the secret that checks it'],
            ...secrets.map((each) => [each.id, signedWith(each)] as const),
          ]}
          onChange={(id) => onSign(id === 'captured' || id === 'fitting' ? id : { secretId: id })}
        />
      )}
      {named > 0 && (
        <div>
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="accent-(--accent)"
              checked={newIds}
              onChange={(event) => onNewIds(event.target.checked)}
            />
            New message ids
          </label>
          <p className="mt-1 text-xs text-muted">
            {newIds
              ? newIdsHint(captures, secrets, sign)
              : 'The ids stay the same, so an idempotent receiver does nothing for a message that it has seen.'}
          </p>
        </div>
      )}
    </>
  )
}

function signedHint(captures: readonly CaptureSummary[], secrets: readonly BinSecret[], sign: SequenceSign): string {
  const fresh = 'With the current time, for the URL of each target.'
  const without = captures.filter((capture) => secretFor(capture, sign, secrets) === null).length
  if (without === 0) return fresh
  return `${fresh} No secret checks ${without === 1 ? '1 request' : `${formatCount(without)} requests`}, which ${without === 1 ? 'goes' : 'go'} as captured.`
}

function newIdsHint(captures: readonly CaptureSummary[], secrets: readonly BinSecret[], sign: SequenceSign): string {
  const each = 'Each is a new message to its receiver.'
  const unsigned = captures.some((capture) => secretFor(capture, sign, secrets) === null)
  return unsigned ? `${each} A captured signature over the id or the body no longer matches.` : each
}

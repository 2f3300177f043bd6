import { MASKED_SECRET } from '#lib/core/bin-require'
import { Field, Input } from '../ui/field'
import { nameFault, type RequireDraft, type RequireKind, withKind } from './require-draft'

const KINDS: Readonly<Record<RequireKind, string>> = {
  none: 'No credentials',
  basic: 'HTTP Basic',
  bearer: 'Bearer token',
  header: 'A header',
  query: 'A query parameter',
}

type Labels = { name: string | null; secret: string }
const LABELS: Readonly<Record<Exclude<RequireKind, 'none'>, Labels>> = {
  basic: { name: 'User', secret: 'Password' },
  bearer: { name: null, secret: 'Token' },
  header: { name: 'Header name', secret: 'Value' },
  query: { name: 'Parameter name', secret: 'Value' },
}

const NAME_HINTS: Partial<Record<RequireKind, string>> = {
  header: 'Such as X-Webhook-Token. Links that hide credentials hide its value.',
  query: 'Such as token. Links that hide credentials hide its value.',
}

type Props = { draft: RequireDraft; onChange: (draft: RequireDraft) => void }

/** What senders must provide to get the response. */
export function RequireFields({ draft, onChange }: Props) {
  const labels = draft.kind === 'none' ? null : LABELS[draft.kind]
  return (
    <fieldset className="mt-5 flex flex-col gap-3 border-t border-line pt-4">
      <legend className="sr-only">Require</legend>
      <p className="text-xs text-muted">
        <span className="font-medium text-ink">Require credentials or a signature.</span> Requests without them are stored too,
        but get 401.
      </p>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Credentials">
          {(control) => (
            <select
              {...control}
              className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink dark:bg-sunken"
              value={draft.kind}
              onChange={(event) => onChange(withKind(draft, event.target.value as RequireKind))}
            >
              {(Object.entries(KINDS) as [RequireKind, string][]).map(([kind, text]) => (
                <option key={kind} value={kind}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
        {labels?.name && (
          <Field label={labels.name} error={nameFault(draft)} hint={NAME_HINTS[draft.kind]}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => onChange({ ...draft, name: event.target.value })}
              />
            )}
          </Field>
        )}
        {labels && (
          <Field label={labels.secret} hint={draft.secret === MASKED_SECRET ? 'Type a new one to replace it' : undefined}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="new-password"
                value={draft.secret}
                onFocus={(event) => event.target.select()}
                onChange={(event) => onChange({ ...draft, secret: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <label className="flex items-center gap-2 text-xs text-ink">
        <input
          type="checkbox"
          className="size-3.5 accent-(--accent)"
          checked={draft.signature}
          onChange={(event) => onChange({ ...draft, signature: event.target.checked })}
        />
        A valid signature by a secret of this bin
      </label>
    </fieldset>
  )
}

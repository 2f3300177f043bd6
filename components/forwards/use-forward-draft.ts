import { type FormEvent, useState } from 'react'
import { completeUrl } from '#lib/core/complete-url'
import type { Forward } from '#lib/core/forward/forward'
import { api } from '../api'
import { changedSettings, draftFaults, draftOf, type ForwardDraft, type Refusal, refusalOf, settingsOf } from './forward-draft'

const NOTHING: Refusal = { faults: {}, why: null }

/** The state of the form, and how it is saved. Faults appear once saving was tried. */
export function useForwardDraft(bin: string, forward: Forward | null, onSaved: (forward: Forward) => void) {
  const [draft, setDraft] = useState(() => draftOf(forward))
  const [tried, setTried] = useState(false)
  const [refusal, setRefusal] = useState(NOTHING)
  const [busy, setBusy] = useState(false)
  const own = draftFaults({ ...draft, url: completeUrl(draft.url) })

  const change = (part: Partial<ForwardDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    // The server's error for a field is shown until that field changes.
    const changed = new Set(
      Object.keys(part).filter((field) => part[field as keyof ForwardDraft] !== draft[field as keyof ForwardDraft]),
    )
    setRefusal(({ faults, why }) => ({
      faults: Object.fromEntries(Object.entries(faults).filter(([field]) => !changed.has(field))),
      why: changed.size > 0 ? null : why,
    }))
  }

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setTried(true)
    if (busy) return
    if (Object.keys(own).length > 0) return focusFirstFault(event.currentTarget)
    const whole = { ...draft, url: completeUrl(draft.url) }
    setBusy(true)
    try {
      const saved = forward
        ? await api.updateForward({ bin, forward: forward.id, body: changedSettings(whole, forward) })
        : await api.createForward({ bin, body: settingsOf(whole) })
      onSaved(saved)
    } catch (error) {
      setRefusal(refusalOf(error))
      setBusy(false)
    }
  }

  return {
    draft,
    change,
    faults: { ...(tried ? own : {}), ...refusal.faults },
    why: refusal.why,
    busy,
    save: (event: FormEvent<HTMLFormElement>) => void save(event),
  }
}

/** Waits for the next frame, in which the faults are rendered. */
function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

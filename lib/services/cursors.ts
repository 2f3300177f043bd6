import { AppError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { existingBin, ownedBin } from './owned-bin'
import { viewedBin } from './viewed-bin'

// A cursor stores the seq at which a named reader of a bin stopped, so that it can continue from any machine.

const NAME = /^[A-Za-z0-9._-]{1,100}$/

/** @throws what `viewedBin` throws, `cursor_not_found`; `forbidden` for a link to one capture, which has nothing to continue with */
export async function getCursor(rt: Runtime, actor: Actor, binId: string, name: string): Promise<{ seq: number }> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  if (permission.captureSeq !== null) throw new AppError('forbidden', 'This link is to one capture.')
  const seq = NAME.test(name) ? await rt.store.findCursor(bin.key, name) : null
  if (seq === null) throw cursorNotFound()
  return { seq }
}

/** Backwards is allowed. @throws what `ownedBin` throws, `invalid_input`, `cursors_full` */
export async function setCursor(rt: Runtime, actor: Actor, binId: string, name: string, seq: number): Promise<{ seq: number }> {
  const bin = await ownedBin(rt, actor, binId)
  if (!NAME.test(name)) throw invalid('name', 'takes 1 to 100 of A-Z, a-z, 0-9, ".", "_" and "-"')
  const outcome = await rt.store.setCursor(bin.key, name, seq, LIMITS.cursorsPerBinMax)
  if (outcome === 'beyond')
    throw invalid('seq', `is beyond the last capture of this bin, ${(await existingBin(rt, binId)).lastSeq}`)
  if (outcome === 'gone') throw new AppError('bin_not_found', 'There is no such bin, or it has expired.')
  if (outcome === 'full') {
    throw new AppError('cursors_full', `A bin has at most ${LIMITS.cursorsPerBinMax} cursors. Delete one that is not needed.`)
  }
  return { seq }
}

/** @throws what `ownedBin` throws, `cursor_not_found` */
export async function deleteCursor(rt: Runtime, actor: Actor, binId: string, name: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  if (!NAME.test(name) || !(await rt.store.deleteCursor(bin.key, name))) throw cursorNotFound()
}

function cursorNotFound(): AppError {
  return new AppError('cursor_not_found', 'This bin has no cursor of this name.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}

import type { Operation } from '../operation'
import { answerSender } from './answer-sender'
import { clearCaptures } from './clear-captures'
import { createBin } from './create-bin'
import { createShare } from './create-share'
import { deleteCursor, getCursor, setCursor } from './cursors'
import { applyBins, exportBins } from './declared-bins'
import { deleteBin } from './delete-bin'
import { deleteCapture } from './delete-capture'
import { deleteCaptures } from './delete-captures'
import { exportCaptures } from './export-captures'
import { createForward, deleteForward, getForward, listForwards, retryForward, skipForward, updateForward } from './forwards'
import { getBin } from './get-bin'
import { getCapture } from './get-capture'
import { getCaptureBody } from './get-capture-body'
import { getDelivery } from './get-delivery'
import { getTimeline } from './get-timeline'
import { importCaptures } from './import-captures'
import { createKey, deleteKey, listKeys } from './keys'
import { listBins } from './list-bins'
import { listCaptures } from './list-captures'
import { listDeliveries } from './list-deliveries'
import { listListeners } from './list-listeners'
import { listRefusals } from './list-refusals'
import { listShares } from './list-shares'
import { reportDelivery } from './report-delivery'
import { resendCapture } from './resend-capture'
import { revokeShare } from './revoke-share'
import { listSamples, sendSample } from './samples'
import { addSecret, deleteSecret, listSchemes, listSecrets, updateSecret } from './secrets'
import { endSession, getSession, rotateKey, startSession } from './session'
import { checkSignature, explainSignature, signCapture } from './signatures'
import { updateBin } from './update-bin'
import { updateCapture } from './update-capture'
import { expectCaptures, waitForCaptures } from './waits'
import { watchBin } from './watch-bin'

/** Every call by its id, in the order of the document. */
const byId = {
  createBin,
  listBins,
  getBin,
  updateBin,
  deleteBin,
  applyBins,
  exportBins,
  listCaptures,
  clearCaptures,
  deleteCaptures,
  getTimeline,
  exportCaptures,
  importCaptures,
  watchBin,
  waitForCaptures,
  expectCaptures,
  getCapture,
  updateCapture,
  deleteCapture,
  getCaptureBody,
  resendCapture,
  listDeliveries,
  reportDelivery,
  answerSender,
  getDelivery,
  listListeners,
  getCursor,
  setCursor,
  deleteCursor,
  listForwards,
  createForward,
  getForward,
  updateForward,
  deleteForward,
  retryForward,
  skipForward,
  listRefusals,
  createShare,
  listShares,
  revokeShare,
  listSchemes,
  listSecrets,
  addSecret,
  updateSecret,
  deleteSecret,
  checkSignature,
  explainSignature,
  signCapture,
  listSamples,
  sendSample,
  getSession,
  startSession,
  endSession,
  rotateKey,
  listKeys,
  createKey,
  deleteKey,
}

/** The calls with their types, from which `lib/client` is typed. */
export type Operations = typeof byId

/** The calls that `dispatch` serves. */
export const operations: readonly Operation[] = Object.values(byId)

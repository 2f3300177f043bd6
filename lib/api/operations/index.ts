import type { Operation } from '../operation'
import { clearCaptures } from './clear-captures'
import { createBin } from './create-bin'
import { createKey } from './create-key'
import { createShare } from './create-share'
import { deleteBin } from './delete-bin'
import { deleteCapture } from './delete-capture'
import { endSession } from './end-session'
import { getBin } from './get-bin'
import { getCapture } from './get-capture'
import { getCaptureBody } from './get-capture-body'
import { getTimeline } from './get-timeline'
import { importCaptures } from './import-captures'
import { listBins } from './list-bins'
import { listCaptures } from './list-captures'
import { listDeliveries } from './list-deliveries'
import { listRefusals } from './list-refusals'
import { listShares } from './list-shares'
import { resendCapture } from './resend-capture'
import { revokeShare } from './revoke-share'
import { rotateKey } from './rotate-key'
import { startSession } from './start-session'
import { updateBin } from './update-bin'
import { updateCapture } from './update-capture'
import { watchBin } from './watch-bin'

/** Every call, in the order of the document. A test compares it with the route files. */
export const operations: readonly Operation[] = [
  createBin,
  listBins,
  getBin,
  updateBin,
  deleteBin,
  listCaptures,
  clearCaptures,
  getTimeline,
  importCaptures,
  watchBin,
  getCapture,
  updateCapture,
  deleteCapture,
  getCaptureBody,
  resendCapture,
  listDeliveries,
  listRefusals,
  createShare,
  listShares,
  revokeShare,
  startSession,
  endSession,
  rotateKey,
  createKey,
]

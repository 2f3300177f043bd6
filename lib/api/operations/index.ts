import type { Operation } from '../operation'
import { clearCaptures } from './clear-captures'
import { createBin } from './create-bin'
import { deleteBin } from './delete-bin'
import { deleteCapture } from './delete-capture'
import { endSession } from './end-session'
import { getBin } from './get-bin'
import { getCapture } from './get-capture'
import { getCaptureBody } from './get-capture-body'
import { listBins } from './list-bins'
import { listCaptures } from './list-captures'
import { listDeliveries } from './list-deliveries'
import { pinCapture } from './pin-capture'
import { resendCapture } from './resend-capture'
import { startSession } from './start-session'
import { updateBin } from './update-bin'
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
  watchBin,
  getCapture,
  pinCapture,
  deleteCapture,
  getCaptureBody,
  resendCapture,
  listDeliveries,
  startSession,
  endSession,
]

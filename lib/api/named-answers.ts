import type { z } from 'zod'
import { accessKeyAnswer, createdKeyAnswer, createdShareAnswer, sessionAnswer, shareAnswer } from './access-answers'
import { cursorAnswer, importAnswer, listenerAnswer, problemAnswer, refusalAnswer } from './answers'
import { binAnswer, binResponseAnswer, createdBinAnswer } from './bin-answers'
import { captureAnswer, summaryAnswer } from './capture-answers'
import { deliveryAnswer, listedDeliveryAnswer } from './delivery-answers'
import { forwardAnswer } from './forward-answers'
import { binSecretAnswer, signatureReportAnswer, signatureSchemeAnswer } from './signature-answers'
import { elsewhereAnswer, nearestAnswer } from './wait-answers'

/** Schemas that the document names under `#/components/schemas`. */
export const NAMED_ANSWERS = {
  BinResponse: binResponseAnswer,
  Bin: binAnswer,
  CreatedBin: createdBinAnswer,
  CaptureSummary: summaryAnswer,
  Capture: captureAnswer,
  Delivery: deliveryAnswer,
  ListedDelivery: listedDeliveryAnswer,
  Nearest: nearestAnswer,
  Elsewhere: elsewhereAnswer,
  Cursor: cursorAnswer,
  Listener: listenerAnswer,
  Refusal: refusalAnswer,
  ImportReport: importAnswer,
  Share: shareAnswer,
  CreatedShare: createdShareAnswer,
  SignatureScheme: signatureSchemeAnswer,
  SignatureReport: signatureReportAnswer,
  BinSecret: binSecretAnswer,
  Forward: forwardAnswer,
  AccessKey: accessKeyAnswer,
  CreatedKey: createdKeyAnswer,
  Session: sessionAnswer,
  Problem: problemAnswer,
} satisfies Record<string, z.ZodType>

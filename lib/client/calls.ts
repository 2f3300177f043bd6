import type { z } from 'zod'
import type { Operations } from '#lib/api/operations/index'

// What the client calls. The types come from the operations' schemas; no code of the server is imported.

type Method<Id extends keyof Operations> = Operations[Id]['method']
type Path<Id extends keyof Operations> = Operations[Id]['path']

/** Method and path of a call; `stream` if the answer is bytes rather than JSON. The type checker compares them with the operations. */
type Calls = {
  readonly [Id in keyof Operations]?: Data<Id> extends Response
    ? readonly [Method<Id>, Path<Id>, 'stream']
    : readonly [Method<Id>, Path<Id>]
}

/** To make another call available, add its line here. */
export const CALLS = {
  createBin: ['POST', '/api/v1/bins'],
  listBins: ['GET', '/api/v1/bins'],
  getBin: ['GET', '/api/v1/bins/{bin}'],
  updateBin: ['PATCH', '/api/v1/bins/{bin}'],
  deleteBin: ['DELETE', '/api/v1/bins/{bin}'],
  applyBins: ['POST', '/api/v1/declared-bins'],
  exportBins: ['GET', '/api/v1/declared-bins'],
  listCaptures: ['GET', '/api/v1/bins/{bin}/captures'],
  clearCaptures: ['DELETE', '/api/v1/bins/{bin}/captures'],
  deleteCaptures: ['POST', '/api/v1/bins/{bin}/captures/delete'],
  getTimeline: ['GET', '/api/v1/bins/{bin}/timeline'],
  exportCaptures: ['GET', '/api/v1/bins/{bin}/export', 'stream'],
  importCaptures: ['POST', '/api/v1/bins/{bin}/import'],
  watchBin: ['GET', '/api/v1/bins/{bin}/events', 'stream'],
  listListeners: ['GET', '/api/v1/bins/{bin}/listeners'],
  answerSender: ['POST', '/api/v1/bins/{bin}/captures/{capture}/answer'],
  waitForCaptures: ['GET', '/api/v1/bins/{bin}/wait'],
  expectCaptures: ['POST', '/api/v1/bins/{bin}/expect'],
  getCapture: ['GET', '/api/v1/bins/{bin}/captures/{capture}'],
  updateCapture: ['PATCH', '/api/v1/bins/{bin}/captures/{capture}'],
  getCaptureBody: ['GET', '/api/v1/bins/{bin}/captures/{capture}/body', 'stream'],
  resendCapture: ['POST', '/api/v1/bins/{bin}/captures/{capture}/resend'],
  listDeliveries: ['GET', '/api/v1/bins/{bin}/captures/{capture}/deliveries'],
  reportDelivery: ['POST', '/api/v1/bins/{bin}/captures/{capture}/deliveries'],
  getDelivery: ['GET', '/api/v1/bins/{bin}/deliveries/{delivery}'],
  getCursor: ['GET', '/api/v1/bins/{bin}/cursors/{name}'],
  setCursor: ['PUT', '/api/v1/bins/{bin}/cursors/{name}'],
  listForwards: ['GET', '/api/v1/bins/{bin}/forwards'],
  createForward: ['POST', '/api/v1/bins/{bin}/forwards'],
  getForward: ['GET', '/api/v1/bins/{bin}/forwards/{forward}'],
  updateForward: ['PATCH', '/api/v1/bins/{bin}/forwards/{forward}'],
  deleteForward: ['DELETE', '/api/v1/bins/{bin}/forwards/{forward}'],
  retryForward: ['POST', '/api/v1/bins/{bin}/forwards/{forward}/retry'],
  skipForward: ['POST', '/api/v1/bins/{bin}/forwards/{forward}/skip'],
  listRefusals: ['GET', '/api/v1/bins/{bin}/refusals'],
  createShare: ['POST', '/api/v1/bins/{bin}/shares'],
  listShares: ['GET', '/api/v1/bins/{bin}/shares'],
  revokeShare: ['DELETE', '/api/v1/bins/{bin}/shares/{share}'],
  listSchemes: ['GET', '/api/v1/signature-schemes'],
  listSecrets: ['GET', '/api/v1/bins/{bin}/secrets'],
  addSecret: ['POST', '/api/v1/bins/{bin}/secrets'],
  updateSecret: ['PATCH', '/api/v1/bins/{bin}/secrets/{secret}'],
  deleteSecret: ['DELETE', '/api/v1/bins/{bin}/secrets/{secret}'],
  explainSignature: ['GET', '/api/v1/bins/{bin}/captures/{capture}/signature'],
  signCapture: ['POST', '/api/v1/bins/{bin}/captures/{capture}/sign'],
  checkSignature: ['POST', '/api/v1/signature-check'],
  listSamples: ['GET', '/api/v1/samples'],
  sendSample: ['POST', '/api/v1/bins/{bin}/samples'],
  listKeys: ['GET', '/api/v1/keys'],
  createKey: ['POST', '/api/v1/keys'],
  deleteKey: ['DELETE', '/api/v1/keys/{key}'],
  getSession: ['GET', '/api/v1/session'],
  startSession: ['POST', '/api/v1/session'],
  endSession: ['DELETE', '/api/v1/session'],
  rotateKey: ['POST', '/api/v1/session/rotate'],
} as const satisfies Calls

export type CallId = keyof typeof CALLS

/** The parameters of path and query in one object, and the body. */
export type InputOf<Id extends CallId> = Record<Operations[Id]['params'][number], string> & QueryOf<Id> & BodyOf<Id>

/** The data of the answer; a `Response` if it is a stream of bytes. */
export type AnswerOf<Id extends CallId> = Data<Id>

type Data<Id extends keyof Operations> = Extract<
  Awaited<ReturnType<Operations[Id]['run']>>,
  { data: unknown }
>['data'] extends infer Json
  ? unknown extends Json
    ? Response
    : Json
  : never

type QueryOf<Id extends CallId> =
  Given<NonNullable<Operations[Id]['query']>> extends infer Query ? (unknown extends Query ? unknown : Query) : never

/** The input type of a query's schema, with numbers in place of the digits that it parses. */
type Given<Schema extends z.ZodType> =
  unknown extends z.input<Schema>
    ? unknown
    : {
        [Name in keyof z.input<Schema>]: unknown extends z.input<Schema>[Name]
          ? z.output<Schema>[Name & keyof z.output<Schema>]
          : z.input<Schema>[Name]
      }

type BodyOf<Id extends CallId> =
  z.input<NonNullable<Operations[Id]['body']>> extends infer Body
    ? unknown extends Body
      ? Upload<Id>
      : { body: DeepReadonly<Body> }
    : never

type Upload<Id extends CallId> = Id extends 'importCaptures' ? { upload: Blob } : unknown

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T

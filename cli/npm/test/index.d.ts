/** A time: `'2s'`, `'500ms'`, `'1m'`, or milliseconds. */
export type Time = string | number

/** A capture as the API returns it, with its body decoded. */
export interface ReceivedCapture {
  readonly id: string
  /** 1, 2, 3 … within its bin. */
  readonly seq: number
  readonly method: string
  /** The part of the URL's path after the bin; `/` if there is none. */
  readonly path: string
  readonly query: string | null
  /** Case, order and duplicates as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly contentType: string | null
  readonly receivedAt: string
  readonly sender: { readonly provider: string | null; readonly event: string | null } | null
  readonly messageId: string | null
  /** The value of the first header of this name, in any case. */
  header(name: string): string | null
  text(): string
  /** Throws where the body is not JSON. */
  json(): unknown
}

export interface BinResponse {
  status?: number
  headers?: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[]
  /** Text; anything else is sent as JSON, with its content type where `headers` has none. */
  body?: unknown
  delayMs?: number
}

export interface WaitOptions {
  /**
   * How long to wait; 4 s by default, which is less than the time-out of a vitest or jest test. Any duration works: long waits are
   * repeated.
   */
  within?: Time
}

export interface ReceiveOptions extends WaitOptions {
  /** The least number of captures: 1 by default, at most 100. */
  count?: number
}

/** A bin for one test. */
export interface TestBin {
  readonly id: string
  /** The capture URL. Configure it in the program under test. */
  readonly url: string
  /** The bin's page. */
  readonly inspectUrl: string
  /**
   * The next capture that matches, after the one that `next` returned before. Rejects if none comes in time, and says what nearly
   * matched.
   */
  next(filter?: string, options?: WaitOptions): Promise<ReceivedCapture>
  /** Sets the response that senders get from now on: a status, or a whole response. What it leaves out is the default. */
  reply(response: number | BinResponse): Promise<void>
  /** All captures as HAR (JSON). */
  har(): Promise<string>
  /** Deletes the bin, and ends open waits for it. */
  delete(): Promise<void>
}

export interface CreateBinOptions {
  name?: string
  /** The server; default: CREEL_URL, or http://127.0.0.1:3000. */
  url?: string
  /** The access key; default: CREEL_KEY. Without one, the bin gets a new owner. */
  key?: string
  /** How long after its last request the bin expires if nobody deletes it. Default: 3600. */
  ttlSeconds?: number
}

/** Creates a bin. Delete it after the test, or let it expire. */
export function createBin(options?: CreateBinOptions): Promise<TestBin>

interface Result {
  pass: boolean
  message: () => string
}

/** For `expect.extend(matchers)` of vitest, jest and Playwright. */
export const matchers: {
  /** At least `count` captures have matched the filter since the bin was created, or do so `within` the time. */
  toReceive(bin: TestBin, filter?: string, options?: ReceiveOptions): Promise<Result>
  /** Nothing (that matches) comes for this long, and nothing came after the last capture that `toReceive` or `next` returned. */
  toStayQuiet(bin: TestBin, time?: Time, filter?: string): Promise<Result>
}

/** The matchers that `expect(bin)` has after `expect.extend(matchers)`. */
export interface CreelMatchers<R = Promise<void>> {
  toReceive(filter?: string, options?: ReceiveOptions): R
  toStayQuiet(time?: Time, filter?: string): R
}

/** A time: `'2s'`, `'500ms'`, `'1m'`, or milliseconds. */
export type Time = string | number

/** A capture as the API gives it, and its body read for you. */
export interface ReceivedCapture {
  readonly id: string
  /** 1, 2, 3 … within its bin. */
  readonly seq: number
  readonly method: string
  /** What follows the bin in the URL; `/` where nothing does. */
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
  /** How long to wait; 4 s where nothing is said, which is less than a test of vitest or jest may take. Any time: long waits go on. */
  within?: Time
}

export interface ReceiveOptions extends WaitOptions {
  /** At least so many; 1 where nothing is said, 100 at most. */
  count?: number
}

/** A bin of one test. */
export interface TestBin {
  readonly id: string
  /** The capture URL: give it to the program under test. */
  readonly url: string
  /** The bin's page. */
  readonly inspectUrl: string
  /** The next capture that matches, after the one that `next` gave before; the first at first. Rejects where none comes in time, and says what nearly matched. */
  next(filter?: string, options?: WaitOptions): Promise<ReceivedCapture>
  /** What senders are answered from now on: a status, or a whole response. */
  reply(response: number | BinResponse): Promise<void>
  /** All captures as HAR (JSON). */
  har(): Promise<string>
  /** Deletes the bin, and ends what waits for it. */
  delete(): Promise<void>
}

export interface CreateBinOptions {
  name?: string
  /** The server; else CREEL_URL, or http://127.0.0.1:3000. */
  url?: string
  /** The access key; else CREEL_KEY. Without one, the bin has an owner of its own. */
  key?: string
  /** For how long after its last request the bin stays where nobody deletes it; 3600. */
  ttlSeconds?: number
}

/** Creates a bin. Delete it after the test, or let its time run out. */
export function createBin(options?: CreateBinOptions): Promise<TestBin>

interface Result {
  pass: boolean
  message: () => string
}

/** For `expect.extend(matchers)`, of vitest, jest and Playwright. */
export const matchers: {
  /** At least `count` captures matched the filter since the bin was created, or will `within` the time. */
  toReceive(bin: TestBin, filter?: string, options?: ReceiveOptions): Promise<Result>
  /** Nothing (that matches) comes for so long, and nothing came after the last capture that `toReceive` or `next` has seen. */
  toStayQuiet(bin: TestBin, time?: Time, filter?: string): Promise<Result>
}

/** What `expect(bin)` has after `expect.extend(matchers)`. */
export interface CreelMatchers<R = Promise<void>> {
  toReceive(filter?: string, options?: ReceiveOptions): R
  toStayQuiet(time?: Time, filter?: string): R
}

/** Runs in a separate process, so that the ordinary sender's times measure only the server. */
import { type Sent, sendLarge } from './send-large'

const [captureUrl, count, bodyBytes] = process.argv.slice(2)
const chunk = Buffer.alloc(64 * 1024, 'x')

const sent: Sent[] = await Promise.all(
  Array.from({ length: Number(count) }, () => sendLarge(captureUrl!, Number(bodyBytes), chunk)),
)
process.send?.(sent, () => process.exit(0))

/** A process that posts the mix at a steady rate and, on request, reports how long each answer took, counted from the scheduled time. */
import { Agent } from 'node:http'
import { postWebhook } from './post-webhook'
import { webhook } from './webhooks'

/** Covers the requests since the last report. */
export type SentReport = { ms: number[]; refused: number }

const [captureUrl, perSecond] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })
const stepMs = 1000 / Number(perSecond)
let report: SentReport = { ms: [], refused: 0 }
let sent = 0
const beganAt = performance.now()

async function send(dueAt: number): Promise<void> {
  const status = await postWebhook(captureUrl!, webhook(sent++), agent)
  if (status === 200) report.ms.push(performance.now() - dueAt)
  else report.refused += 1
}

function sendDue(): void {
  while (beganAt + sent * stepMs <= performance.now()) void send(beganAt + sent * stepMs)
  setTimeout(sendDue, 1)
}

process.on('message', () => {
  process.send?.(report)
  report = { ms: [], refused: 0 }
})
process.on('disconnect', () => process.exit(0))
sendDue()

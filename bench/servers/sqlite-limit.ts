/**
 * Subject (b): node:http and better-sqlite3 on one thread, the limit of this stack. Requests that arrive while a batch is written form the
 * next batch; each sender is answered after the commit of its batch (WAL, synchronous=FULL).
 * TUNED=1 (subject b-tuned): 16 KB pages and no text key, which saves an index.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import Database from 'better-sqlite3'
import { answer, readAll } from './answer'

type Waiting = {
  id: string
  method: string
  url: string
  headers: string
  body: Buffer
  receivedAt: number
  response: ServerResponse
}

const tuned = process.env.TUNED === '1'
const db = new Database(process.env.DATABASE_FILE!)
if (tuned) db.pragma('page_size = 16384')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`CREATE TABLE capture (
  ${tuned ? 'key INTEGER PRIMARY KEY' : 'id TEXT PRIMARY KEY'}, bin INTEGER NOT NULL, seq INTEGER NOT NULL,
  method TEXT NOT NULL, url TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, receivedAt INTEGER NOT NULL)`)
db.exec('CREATE UNIQUE INDEX capture_bin_seq ON capture (bin, seq)')

const columns = 'bin, seq, method, url, headers, body, receivedAt'
const insert = tuned
  ? db.prepare(`INSERT INTO capture (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  : db.prepare(`INSERT INTO capture (id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)

let seq = 0
let waiting: Waiting[] = []

const store = db.transaction((batch: readonly Waiting[]) => {
  for (const { id, method, url, headers, body, receivedAt } of batch) {
    seq += 1
    if (tuned) insert.run(1, seq, method, url, headers, body, receivedAt)
    else insert.run(id, 1, seq, method, url, headers, body, receivedAt)
  }
})

function commit(): void {
  const batch = waiting
  waiting = []
  store(batch)
  for (const { id, response } of batch) answer(response, id)
}

const server = createServer((request, response) => {
  const receivedAt = Date.now()
  readAll(request, (body) => {
    const id = `cap_${randomBytes(12).toString('hex')}`
    const headers = JSON.stringify(request.rawHeaders)
    waiting.push({ id, method: request.method!, url: request.url!, headers, body, receivedAt, response })
    if (waiting.length === 1) setImmediate(commit)
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => {
  db.close()
  process.exit(0)
})

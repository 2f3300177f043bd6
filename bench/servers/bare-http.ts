/** Subject (a): node:http that reads the body, answers like Creel and stores nothing. */
import { createServer } from 'node:http'
import { answer, readAll } from './answer'

let seq = 0
const server = createServer((request, response) => {
  readAll(request, () => {
    seq += 1
    answer(response, `cap_0123456789_${seq}`)
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))

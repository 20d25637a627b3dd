import { createServer } from 'node:http'
import { createInbox } from './note-event.ts'
import { isSigned } from './signed-requests.ts'

/** node:http, the signature checked, the event inserted, 200 after the commit. `argv[2]` database, `argv[3]` signing secret, `argv[4]` `batched` (the limit) or `plain`. */
const [, , databaseUrl, secret = '', mode] = process.argv
const insert = await createInbox(databaseUrl, 'bare_inbox', mode)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (!isSigned(secret, request.headers, body)) {
      response.writeHead(401).end()
      return
    }
    const payload = body.toString()
    const { event_id: id } = JSON.parse(payload) as { event_id: string }
    insert({ id, payload }).then(
      () => response.writeHead(200).end(),
      () => response.writeHead(503).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
})

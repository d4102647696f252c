/** The least that a receiver can do: reads the body whole, and answers. Writes its URL once it listens. */
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const { length } = Buffer.concat(parts)
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ received: length }))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => process.exit())

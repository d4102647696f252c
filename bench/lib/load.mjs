/**
 * Sends signed deliveries, each with a body of its own, over a few connections that are kept alive: the next one of a
 * connection as soon as the one before is answered 200. Writes how long it took, in milliseconds; signing is done before.
 *
 *   node bench/lib/load.mjs URL SECRET DELIVERIES CONNECTIONS
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { sign } from 'hooks-cli'

const [url = '', secret = '', deliveries, connections] = process.argv.slice(2)
const { hostname, port, host } = new URL(url)

const requests = Array.from({ length: Number(deliveries) }, requestBytes)
const sockets = Array.from({ length: Number(connections) }, () =>
  connect({ host: hostname, port: Number(port), noDelay: true }),
)
await Promise.all(sockets.map((socket) => once(socket, 'connect')))
const begun = performance.now()
await Promise.all(sockets.map(sendInTurn))
console.log(performance.now() - begun)

/** A request as it stands on the wire, with a body of about 1 kB. */
function requestBytes() {
  const id = `evt_${randomUUID()}`
  const data = { id: randomUUID(), note: 'a'.repeat(850) }
  const body = JSON.stringify({ id, type: 'job.completed', created_at: new Date().toISOString(), data })
  const headers = {
    Host: host,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    ...sign({ provider: 'firsthand', secret, body }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST /hooks HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/**
 * Sends what is left, one after the other.
 *
 * @param {import('node:net').Socket} socket
 */
async function sendInTurn(socket) {
  for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
    socket.write(request)
    let answer = ''
    while (!isWhole(answer)) answer += (await once(socket, 'data')).join('')
    if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(answer)
  }
  socket.destroy()
}

/** @param {string} answer */
function isWhole(answer) {
  const end = answer.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(answer)?.[1] ?? 'none'
  return end > 0 && answer.length >= end + 4 + Number(length)
}

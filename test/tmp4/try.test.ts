import { test } from 'vitest'
import { machine } from '../support/machine.ts'
test('x', async () => {
  for (const line of (process.env.LINES ?? '').split(';')) {
    const [w, ...rest] = line.trim().split(' ')
    const width = Number(w)
    const ran = await machine(width ? { terminal: true, width } : {}).run(rest.join(' '))
    process.stdout.write(`\n$ ${line}   -> ${ran.exit}\n${ran.out}${ran.err}`)
  }
})

import { test, vi, beforeEach } from 'vitest'
import { machine } from '../support/machine.ts'
beforeEach(() => { vi.stubEnv('TZ', 'UTC'); return () => vi.unstubAllEnvs() })
test('x', async () => {
  const m = machine({ terminal: true, width: 100 })
  const l = m.start('listen', '--port', '0', '--secret', 's3cret')
  const url = await l.listening()
  const show = (r: any) => process.stdout.write(JSON.stringify(r.exit) + '\n--out\n' + r.out + '\n--err\n' + r.err + '\n======\n')
  show(await m.run('trigger', 'job.completed', '--to', url + '/hooks', '--secret', 's3cret'))
  show(await m.run('trigger', 'job.completed', '--to', url + '/hooks', '--secret', 'other'))
  show(await m.run('trigger', 'job.completed', '--to', url + '/hooks', '--secret', 's3cret', '--json'))
  show(await m.run('replay', '--last', '1', '--to', url + '/hooks', '--secret', 's3cret'))
  show(await m.run('deliveries', 'list'))
  l.interrupt()
  show(await l.ended)
})

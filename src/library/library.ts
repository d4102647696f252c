import { openReceiver } from './receiver.ts'
import { runSandbox } from './sandbox.ts'
import { sendEvent } from './send.ts'
import { sign, verify } from './sign-and-verify.ts'
import type { Library, World } from './types.ts'

/** Makes the library out of what it needs of the world. */
export function createLibrary(world: World): Library {
  return {
    sign: (options) => sign(options, world),
    verify: (options) => verify(options, world),
    send: (options) => sendEvent(options, world),
    receiver: (options) => openReceiver(options ?? {}, world),
    sandbox: (provider, options) => runSandbox(provider, options ?? {}, world),
  }
}

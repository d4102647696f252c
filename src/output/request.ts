import type { Request } from '../http/message.ts'
import { escapeLine, headerText } from './escape.ts'
import { prettyPayload } from './payload.ts'
import type { Style } from './style.ts'

/** A request that is not sent: its line, headers and body. */
export const requestText = ({ method, headers, body }: Request, url: string, style: Style): string =>
  [
    style.bold(escapeLine(`${method} ${url}`)),
    ...headers.map(([name, value]) => `${style.dim(`${escapeLine(name)}:`)} ${headerText(value)}`),
    '',
    prettyPayload(body, style),
  ].join('\n')

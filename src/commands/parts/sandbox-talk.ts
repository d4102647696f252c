import type { Render } from '../../command-line/command.ts'
import { mask, redactUrl } from '../../http/redact.ts'
import { escapeLine } from '../../output/escape.ts'
import { marked } from '../../output/mark.ts'
import { counted } from '../../output/policy-words.ts'
import { sandboxAttemptLine } from '../../output/sandbox-line.ts'
import type { Style } from '../../output/style.ts'
import { tabbed } from '../../output/table.ts'
import { formatClock } from '../../output/times.ts'
import { isoTime } from '../../sandbox/core.ts'
import { endpointsOf } from '../../sandbox/facts.ts'
import { isLoopback } from '../../sandbox/mail.ts'
import type { RunningSandbox } from '../../sandbox/sandbox.ts'
import { secretsOf } from '../../sandbox/telling.ts'
import type { Told, ToldCall } from '../../sandbox/told.ts'

interface Opened {
  readonly running: RunningSandbox
  /** Where its API key is from; undefined of the one that is always the same. */
  readonly keyFrom: string | undefined
  readonly apiKey: string
  /** The address that it listens on. */
  readonly host: string
  readonly reveal: boolean
  readonly ephemeral: boolean
  readonly allowHttp: boolean
  readonly deliverAnywhere: boolean
}

/** The lines at the beginning: where it is, with which key, what it lets through, and what it takes up again. */
export const sandboxBanner =
  (opened: Opened): Render =>
  (style) => {
    const { running, ephemeral } = opened
    const { core } = running.platform
    const { clock, profile } = core
    const { symbols, bold, dim } = style
    const virtual = clock.advance ? `virtual clock at ${isoTime(clock.now())}` : undefined
    const parts = [
      style.terminal ? `${symbols.dot} ${bold(running.url)}` : running.url,
      profile.title,
      ...(virtual === undefined ? [] : [virtual]),
      ...(ephemeral ? ['nothing is kept'] : []),
      dim('Ctrl-C stops'),
    ]
    const lines = [...apiLines(opened), ...secretLines(opened), ...ruleLines(opened), ...resumedLines(opened)]
    return `${parts.join('   ')}\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`
  }

function apiLines({ running, keyFrom, apiKey }: Opened): string[] {
  const { title, api, name } = running.platform.core.profile
  if (running.apiUrl === undefined) return [`no API: ${api.about ?? title}`]
  const key = keyFrom === undefined ? `--api-key ${apiKey}` : `the API key of ${keyFrom}`
  return [
    `API      ${running.apiUrl}   ${key}`,
    `try      hooks endpoints list --provider ${escapeLine(name)} --api-url ${running.apiUrl}`,
  ]
}

function secretLines({ running, reveal }: Opened): string[] {
  return secretsOf(running.platform.core).map(
    ({ of, secret }) =>
      `secret   ${reveal ? secret : mask(secret)} of ${escapeLine(ownerText(of))}${reveal ? '' : '   (--reveal shows it)'}`,
  )
}

/** Whose secret it is: `the company`, `workspace ws_1`, `endpoint ep_1`. */
const ownerText = (of: string): string => (of === 'company' ? 'the company' : of.replace(':', ' '))

function ruleLines({ running, host, allowHttp, deliverAnywhere }: Opened): string[] {
  const { api } = running.platform.core
  const https = api?.rules.https === 'required'
  return [
    ...(https && !allowHttp
      ? ['http is let through for URLs of this machine; --allow-http lets all through']
      : []),
    ...(https && allowHttp ? ['http is let through, which the provider refuses'] : []),
    deliverAnywhere
      ? 'delivers to any machine'
      : 'delivers to this machine only; --deliver-anywhere lets it go further',
    ...(isLoopback(host)
      ? []
      : [`listens on ${escapeLine(host)}: whoever reaches it there moves its clock and reads its secrets`]),
  ]
}

function resumedLines({ running }: Opened): string[] {
  const { core } = running.platform
  const endpoints = endpointsOf(core).length
  const waiting = core.ledger.all('sending').filter(({ state }) => state === 'waiting').length
  if (!running.resumed) return []
  return [`goes on  ${counted(endpoints, 'endpoint')}, ${waiting} waiting   (--reset begins anew)`]
}

/** What a run of the sandbox came to. */
export interface SandboxTotals {
  attempts: number
  accepted: number
  calls: number
}

/** The last line. */
export const sandboxSummary =
  ({ calls, attempts, accepted }: SandboxTotals, { ephemeral }: { readonly ephemeral: boolean }): Render =>
  () => {
    const kept = ephemeral ? '' : ' It goes on from here when it is started again.'
    return `\n${counted(calls, 'call')}, ${counted(attempts, 'attempt')}, ${accepted} accepted.${kept}`
  }

/** What a sandbox tells, for people; undefined of what the line before has said already. */
export function sandboxLine(told: Told): Render | undefined {
  switch (told.kind) {
    case 'attempt': {
      const { event, ...attempt } = told.attempt
      return (style) => sandboxAttemptLine({ ...attempt, type: event.type, eventId: event.id }, style)
    }
    case 'ended':
      if (told.sending.state !== 'endpoint-disabled') return undefined
      return (style) => lostText(told, style)
    case 'endpoint':
      return (style) => endpointText(told, style)
    case 'call':
      return (style) => callText(told.call, style)
  }
}

function lostText({ event, sending, endpoint }: Extract<Told, { kind: 'ended' }>, style: Style): string {
  if (!style.terminal) return tabbed(['lost', event.type, event.id ?? '', sending.endpoint])
  const why = endpoint.deletedAt === null ? 'the endpoint is disabled' : 'its endpoint was deleted'
  return marked('look', `${escapeLine(event.type)} is lost: ${why}`, style)
}

function callText({ method, path, status }: ToldCall, style: Style): string {
  if (!style.terminal) return tabbed(['call', method, redactUrl(path), String(status)])
  return style.dim(`${method} ${escapeLine(redactUrl(path))} ${status}`)
}

function endpointText({ endpoint, change }: Extract<Told, { kind: 'endpoint' }>, style: Style): string {
  if (!style.terminal) {
    const { at, to, because } = change
    return tabbed(['endpoint', new Date(at).toISOString(), endpoint.id, redactUrl(endpoint.url), to, because])
  }
  const why = change.because === 'by-hand' ? '' : `: ${change.because.replaceAll('-', ' ')}`
  const state =
    change.to === 'enabled' ? 'enabled' : change.to === 'disabled' ? 'disabled' : 'off for a while'
  const text = `${escapeLine(endpoint.id)} is ${state}${why}   ${escapeLine(redactUrl(endpoint.url))}`
  return `${style.dim(formatClock(change.at))}  ${marked(change.to === 'enabled' ? 'yes' : 'look', text, style)}`
}

import { bytesOf, exactTextOf, readJson, textOf } from '../../../src/http/body.ts'
import type { Ruling } from './judges.ts'

/** A delivery that is signed rightly, and who is asked about it. */
export interface Happening {
  readonly judge: string
  readonly body: Uint8Array
  readonly secret: string
}

interface Exception {
  readonly judges: readonly string[]
  readonly when: (happening: Happening) => boolean
  readonly says: Exclude<Ruling, 'accepts'>
  readonly why: string
  /** A body, or a secret, that needs it. */
  readonly example: { readonly body: Uint8Array } | { readonly secret: string }
}

const nothing = new Uint8Array()

/** Where a judge does not accept what is signed rightly over the very bytes: the explicit list, the first that fits counts. */
export const exceptions: readonly Exception[] = [
  {
    judges: [
      'bolt',
      'eventwebhook',
      'octokit',
      'shopify',
      'standardwebhooks',
      'stripe',
      'svix',
      'twilio, JSON',
    ],
    when: ({ body }) => exactTextOf(body) === undefined,
    says: 'refuses',
    why: 'they compute over text, and text cannot hold what is no UTF-8',
    example: { body: Uint8Array.of(0x22, 0xff, 0x22) },
  },
  {
    judges: ['octokit'],
    when: ({ body }) => body.length === 0,
    says: 'throws TypeError',
    why: 'it takes an empty body for none',
    example: { body: nothing },
  },
  {
    judges: ['shopify'],
    when: ({ body }) => body.length === 0,
    says: 'refuses',
    why: 'it takes an empty body for none',
    example: { body: nothing },
  },
  {
    judges: ['stripe'],
    when: ({ secret }) => secret.trim() === '',
    says: 'refuses',
    why: 'a secret of nothing but white space is none to it; to us it is what the user gave',
    example: { secret: ' ' },
  },
  {
    judges: ['stripe'],
    when: ({ body }) => textOf(body).startsWith('\ufeff'),
    says: 'refuses',
    why: 'its TextDecoder drops the byte order mark before it computes',
    example: { body: bytesOf('\ufeff{}') },
  },
  {
    judges: ['svix'],
    when: ({ body }) => !readJson(body).ok,
    says: 'throws SyntaxError',
    why: 'it reads the body as JSON once the signature fits',
    example: { body: nothing },
  },
]

/** What a judge says of a delivery that is signed rightly. */
export const expectedRuling = (happening: Happening): Ruling =>
  exceptions.find(({ judges, when }) => judges.includes(happening.judge) && when(happening))?.says ??
  'accepts'

/** The headers of a delivery to which an accident has happened. */
export interface Accident {
  readonly judge: string
  readonly signature: string
  /** Empty where the provider sends none. */
  readonly time: string
}

interface Difference {
  readonly judges: readonly string[]
  readonly when: (accident: Accident) => boolean
  readonly why: string
  /** A change to one of the two that needs it: the judge goes on to accept, and we do not. */
  readonly example: { readonly in: 'signature' | 'time'; readonly change: (value: string) => string }
}

/** Where a judge accepts what is no longer in the form that the provider writes, while we want that form to be whole. */
export const differences: readonly Difference[] = [
  {
    judges: ['bolt', 'standardwebhooks', 'svix'],
    when: ({ time }) => !/^(0|[1-9]\d*)$/.test(time),
    why: 'they read the time as a number, over white space and leading zeros; two of them only up to what is no digit',
    example: { in: 'time', change: (value) => `0${value}` },
  },
  {
    judges: ['bolt'],
    when: ({ signature }) => signature.split('=').length !== 2,
    why: 'it reads the signature only up to a second equals sign',
    example: { in: 'signature', change: (value) => `${value}=0` },
  },
  {
    judges: ['standardwebhooks', 'svix'],
    when: ({ signature }) => signature.split(' ').some((item) => item.split(',').length !== 2),
    why: 'they read a signature only up to a second comma, and break down over one that has none',
    example: { in: 'signature', change: (value) => `${value},0` },
  },
  {
    judges: ['eventwebhook'],
    when: ({ signature }) => Buffer.from(signature, 'base64').toString('base64') !== signature,
    why: 'it reads over whatever is no base64, and does without its padding',
    example: { in: 'signature', change: (value) => ` ${value}` },
  },
]

/** Whether a judge and we may differ about such headers. */
export const mayDiffer = (accident: Accident): boolean =>
  differences.some(({ judges, when }) => judges.includes(accident.judge) && when(accident))

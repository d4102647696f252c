import type { Headers } from '../../../src/http/message.ts'

/** The bytes with one bit turned over: the `at`-th, counted from the first byte's lowest. */
export function turnBit(bytes: Uint8Array, at: number): Uint8Array {
  const turned = Uint8Array.from(bytes)
  const place = Math.floor(at / 8)
  turned[place] = (turned[place] ?? 0) ^ (1 << (at % 8))
  return turned
}

/** A header with its value changed. */
export const changeHeader = (headers: Headers, name: string, change: (value: string) => string): Headers =>
  headers.map(([each, value]) => [each, each === name ? change(value) : value])

/** A signature in hex with one bit turned over in the digit that stands so far from its end. */
export function turnHexBit(value: string, fromEnd: number): string {
  const at = value.length - 1 - fromEnd
  const digit = (Number.parseInt(value.charAt(at), 16) ^ 1).toString(16)
  return value.slice(0, at) + digit + value.slice(at + 1)
}

/** The first Unix time in a header's value, moved by so many seconds. */
export const moveTime = (value: string, seconds: number): string =>
  value.replace(/\d{10}/, (time) => String(Number(time) + seconds))

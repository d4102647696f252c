import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { realClock } from '../../src/host/clock.ts'

const startOf2026 = Date.parse('2026-01-01T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: startOf2026 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('tells the time of the system', () => {
  expect(realClock.now()).toBe(startOf2026)
})

describe('sleeping', () => {
  const slept = async (ms: number, signal?: AbortSignal): Promise<() => number | undefined> => {
    let end: number | undefined
    void realClock.sleep(ms, signal).then(() => {
      end = Date.now() - startOf2026
    })
    await vi.advanceTimersByTimeAsync(0)
    return () => end
  }

  test('takes its time', async () => {
    const end = await slept(1_000)
    await vi.advanceTimersByTimeAsync(999)
    expect(end()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(end()).toBe(1_000)
  })

  test.each([0, -1])('for %d ms takes none', async (ms) => {
    expect((await slept(ms))()).toBe(0)
  })

  test('takes longer than one timer can, where it must', async () => {
    const days = 60 * 86_400_000
    const end = await slept(days)
    await vi.advanceTimersByTimeAsync(days - 1)
    expect(end()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(end()).toBe(days)
  })

  test('ends early where its signal is aborted, and leaves no timer', async () => {
    const controller = new AbortController()
    const end = await slept(60 * 86_400_000, controller.signal)
    await vi.advanceTimersByTimeAsync(10)
    controller.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect([end(), vi.getTimerCount()]).toEqual([10, 0])
  })

  test('does not begin where its signal was aborted before', async () => {
    expect((await slept(1_000, AbortSignal.abort()))()).toBe(0)
  })
})

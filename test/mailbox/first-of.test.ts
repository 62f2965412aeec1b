import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { firstOf } from '../../src/mailbox/first-of.ts'

const never = (stopped: string[], name: string) => (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const stop = () => {
      stopped.push(name)
      resolve()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })

test('the first is named and the others are told to stop', async () => {
  const stopped: string[] = []
  const waits = { soon: () => sleep(5), never: never(stopped, 'never') }
  expect(await firstOf(new AbortController().signal, waits)).toBe('soon')
  expect(stopped).toEqual(['never'])
})

test('the failure of the first is thrown', async () => {
  const waits = { lost: () => Promise.reject(new Error('lost')), never: never([], 'never') }
  await expect(firstOf(new AbortController().signal, waits)).rejects.toThrow('lost')
})

test.each(['before', 'meanwhile'])('an abort %s stops all', async (when) => {
  const over = new AbortController()
  const stopped: string[] = []
  if (when === 'before') over.abort()
  const first = firstOf(over.signal, { one: never(stopped, 'one'), two: never(stopped, 'two') })
  over.abort()
  await first
  expect(stopped).toEqual(['one', 'two'])
})

import { connect } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { awaitRedirect, type Redirect } from '../../src/cli/redirect.ts'

let redirect: Redirect
afterEach(() => redirect.close())

const isAnswer = (address: string) => new URL(address).searchParams.get('state') === 'ours'

/** The first line that the port answers to a request that no client would write. */
function firstLine(uri: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(uri).port), '127.0.0.1', () => socket.write(request))
    socket.once('error', reject)
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '')
      socket.destroy()
    })
  })
}

test('waits past every stray request for the answer to its own question', async () => {
  redirect = await awaitRedirect(0, 5_000)
  const { uri } = redirect
  const arrived = redirect.arrived(isAnswer)
  for (const stray of ['favicon.ico', '', '?code=c&state=theirs', '?state=', '?error=no']) {
    const answer = await fetch(`${uri}${stray}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(/does not belong to the sign-in that ticketd waits for/)
  }
  for (const target of ['//', '//else.test/?state=theirs', 'http://else.test:x/', '*']) {
    const odd = `GET ${target} HTTP/1.1\r\nHost: ]\r\n\r\n`
    expect(await firstLine(uri, odd)).toBe('HTTP/1.1 400 Bad Request')
  }

  const answer = await fetch(`${uri}?code=c&state=ours`)
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(/close this/)])
  expect(await arrived).toBe(`${uri}?code=c&state=ours`)
})

test('thanks nobody for a no, which is an answer too', async () => {
  redirect = await awaitRedirect(0, 5_000)
  const arrived = redirect.arrived(isAnswer)
  const address = `${redirect.uri}?error=access_denied&state=ours`
  const page = await (await fetch(address)).text()
  expect(page).toMatch(/nothing is authorized/)
  expect(page).not.toMatch(/Thank you/)
  expect(await arrived).toBe(address)
})

test('does not wait for ever', async () => {
  redirect = await awaitRedirect(0, 20)
  const refusal = { code: 'redirect-late', advice: expect.stringMatching(/again/) }
  await expect(redirect.arrived(isAnswer)).rejects.toMatchObject(refusal)
})

import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openDesk({
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] }],
  })
})
afterEach(() => site.close())

const arrive = (body: string) =>
  site.arrive(
    Buffer.from(
      `From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Phones\r\nMessage-ID: <${body.length}@mailer.test>\r\n${body}`,
    ),
  )

const kept = async () =>
  (await site.desk.store.read.selectFrom('entryText').select('html').execute()).map((r) => r.html)

test('harmless HTML is kept with the entry, nothing for a mail in plain text', async () => {
  await arrive(
    'Content-Type: text/html\r\n\r\n<p onclick=x>They are <b>dead</b>.</p><script>x</script>',
  )
  await arrive('\r\nThey are dead.')
  expect(await kept()).toEqual(['<p>They are <b>dead</b>.</p>', null])
})

test('HTML that says something else than the text is not kept', async () => {
  const part = (type: string, text: string) =>
    `--b\r\nContent-Type: text/${type}\r\n\r\n${text}\r\n`
  await arrive(
    `Content-Type: multipart/alternative; boundary=b\r\n\r\n${part('plain', 'Dead.')}${part('html', '<p>Alive.</p>')}--b--\r\n`,
  )
  expect(await kept()).toEqual([null])
})

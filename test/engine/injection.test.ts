import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { makeMail } from '../../src/outbox/mime.ts'
import { letterOf } from '../../src/store/outbox.ts'
import { listOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

/** What a hostile writer would like to begin: a field, another body, a part of a mail. */
const EVIL = 'x\r\nBcc: all@evil.test\r\n\r\nX-Evil: 1\n--=_ticketd\r'
const word = `=?utf-8?b?${Buffer.from(EVIL).toString('base64')}?=`
const percent = encodeURIComponent(EVIL)

/** One mail with it wherever somebody else writes what our mails repeat. */
const head = (n: number, more: string[] = []) => [
  `Message-ID: <${n}@globex.test>`,
  `From: ${word} <ana@globex.test>`,
  `To: ${word} <support@acme.test>`,
  `Cc: ${word} <luis@globex.test>, "a\\"\rBcc: b@evil.test" <eva@globex.test>`,
  `Reply-To: ${word} <ana@globex.test>`,
  `Subject: ${word} Phones \rBcc: c@evil.test`,
  ...more,
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
]
const BODY = [
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'They ring.',
  '--b',
  `Content-Type: image/png; name*=utf-8''${percent}`,
  `Content-ID: <${word}\rBcc: d@evil.test>`,
  `Content-Disposition: attachment; filename="${word}"; filename*=utf-8''${percent}`,
  'Content-Transfer-Encoding: base64',
  '',
  'AAEC',
  '--b--',
  '',
]
const written = (lines: string[]) => Buffer.from([...lines, '', ...BODY].join('\r\n'))

const OURS =
  /^(Date|From|Reply-To|To|Subject|Message-ID|In-Reply-To|References|Auto-Submitted|X-Auto-Response-Suppress|Content-Language|X-Ticketd-Loop|MIME-Version|Content-Type|Content-Transfer-Encoding):/

let site: DeskSite
beforeEach(async () => {
  site = await openDesk({
    accounts: [
      {
        company: 'Globex',
        contacts: [{ name: 'Ana', address: 'ana@globex.test' }],
        supportContacts: ['help@partner.test'],
      },
    ],
  })
})
afterEach(() => site.close())

test('nothing that others write begins a field or a part of any mail that leaves', async () => {
  const { ticket } = await site.arrive(written(head(1)))
  const tag = `Subject: Re: [Acme#${ticket}] ${word}`
  const references = [
    `In-Reply-To: <1@globex.test\rBcc: e@evil.test>`,
    `References: <${word}> <1@globex.test> <a\rBcc:f@evil.test>`,
  ]
  const reply = head(2, references).map((line) => (line.startsWith('Subject:') ? tag : line))
  expect(await site.arrive(written(reply))).toMatchObject({ outcome: 'replied', ticket })
  const answer = reply.map((line) =>
    line.startsWith('From:') ? `From: ${word} <agent@acme.test>` : line.replace('<2@', '<3@'),
  )
  expect(await site.arrive(written(answer))).toMatchObject({ outcome: 'replied', ticket })

  const { read } = site.desk.store
  const rows = await listOutbox(read, { limit: 50 })
  expect(rows.length).toBeGreaterThan(5)
  for (const { id } of rows) {
    const row = await showOutbox(read, id)
    if (!row) throw new Error('The row is gone.')
    const attachmentFiles = async (refs: unknown[]) =>
      refs.map(() => ({ content: Buffer.from([0, 1, 2]) }))
    const { bytes } = await makeMail(letterOf(row), {
      domain: 'acme.test',
      maxBytes: 1e6,
      attachmentFiles,
    })
    const parts: Buffer[] = []
    for await (const part of Buffer.isBuffer(bytes) ? [bytes] : bytes) parts.push(part)
    const mail = Buffer.concat(parts).toString('latin1')
    const [fields = ''] = mail.split('\r\n\r\n')
    for (const line of fields.split('\r\n')) expect(line).toMatch(/^[ \t]/.test(line) ? /./ : OURS)
    // Nowhere a line of its own, in no part, and no end of a line that is none.
    expect(mail).not.toMatch(/^(Bcc|X-Evil)/im)
    expect(mail).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
    for (const address of [row.recipient, row.envelopeFrom, row.replyTo]) {
      expect(address).toMatch(/^[\w.+=-]+@[\w.-]+$/)
    }
  }
})

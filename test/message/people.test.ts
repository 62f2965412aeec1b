import { expect, test } from '@jest/globals'
import { parse } from '../../src/message/parse.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'

/** What people write about, in the words that machines use too. */
const subjects = [
  'Out of office party',
  'automatic door broken',
  'Undelivered parcel',
  'Undeliverable parcel 123',
  'Delivery failure of pump 7',
  'Delivery report for October',
  'Vacation days next week',
  'Urlaub im Juli',
  'Automatic reply does not work',
  'Auto-reply: how do I switch it off?',
  'Away from keyboard shortcut is broken',
  'On vacation mode: switch it on',
  'Returned mail by post',
  'Mail delivery failed again, please help',
  'Delivery Status Notification emails reach me daily',
  'Failure notice on the machine',
  'Message delayed on screen',
  'Automatische Antwort einrichten',
  'Abwesenheitsnotiz funktioniert nicht',
  'Réponse automatique à configurer',
  'Respuesta automática: cómo la quito',
  'Otomatik yanıt nasıl kapatılır',
  '自动回复怎么设置',
  '自動返信が動かない',
  '부재중 전화 확인',
  'Accepted: offer 17',
  'Declined payments',
  'Tentative: meeting on Monday',
  'Read: the manual',
  'Newsletter module is broken',
  'Unsubscribe me',
  'Warning: message light is on',
  'Rejected mail in my queue',
  'Could not deliver the goods',
  'User unknown when I log in',
  'Não entregue: pedido 55',
  'Unzustellbar: Paket an Kunden',
  'Не доставлено: заказ 5',
  'Test',
  'Absence of sound',
  'Holiday calendar wrong',
  'Spam in my inbox',
  'Mailer-daemon keeps writing me',
  'System administrator wanted',
]
const bodies = [
  'Please help, it does not work.\n\nAna',
  'Our parcel could not be delivered, the driver says.\n\nAna',
  'I will be out of the office until Monday, please call Bob.\n\nAna',
  'This is the error: 550 5.1.1 <bob@example.net>: user unknown\n\nAna',
  'Message was undeliverable, see below:\n\n> This is the mail system at host mx.example.com.\n> <bob@example.net>: user unknown\n\nAna',
]
/** Ways on which their mails come. */
const heads: [way: string, head: string][] = [
  ['plain', 'From: Ana <ana@example.com>'],
  ['return path', 'Return-Path: <ana@example.com>\nFrom: Ana <ana@example.com>'],
  [
    'list',
    'From: Ana <ana@example.com>\nSender: l-bounces@lists.example\nPrecedence: list\nList-Id: <l.lists.example>\nList-Post: <mailto:l@lists.example>\nList-Unsubscribe: <mailto:x@lists.example>',
  ],
  ['majordomo', 'From: Ana <ana@example.com>\nSender: owner-l@lists.example\nPrecedence: bulk'],
  [
    'bulk list',
    'From: Ana <ana@example.com>\nPrecedence: bulk\nList-Id: <l.lists.example>\nList-Unsubscribe: <mailto:x@lists.example>',
  ],
  ['mail@', 'From: Mail Shop <mail@shop.example>'],
  ['admin', 'From: Administrator <administrator@shop.example>'],
  ['noreply', 'From: Ana via Form <noreply@shop.example>\nReply-To: ana@example.com'],
  ['postmaster', 'From: Petra Postmaster <postmaster@shop.example>\nIn-Reply-To: <1@acme.test>'],
  ['no auto', 'From: Ana <ana@example.com>\nAuto-Submitted: no'],
  [
    'exchange',
    'From: Ana <ana@example.com>\nX-MS-Exchange-Organization-AuthAs: Internal\nX-MS-Has-Attach: \nX-MS-TNEF-Correlator: ',
  ],
  [
    'google group',
    'From: Ana <ana@example.com>\nX-Google-Group-Id: 1\nPrecedence: list\nMailing-list: list g@acme.test; contact g+owners@acme.test\nList-ID: <g.acme.test>\nList-Unsubscribe: <mailto:x@acme.test>',
  ],
  ['suppress', 'From: Ana <ana@example.com>\nX-Auto-Response-Suppress: OOF'],
]

test.each(heads)('a person stays a person: %s', async (_, head) => {
  const mistaken: string[] = []
  for (const [i, subject] of subjects.entries()) {
    for (const body of [bodies[i % bodies.length], bodies[(i + 3) % bodies.length]]) {
      const fields = `${head}\nTo: support@acme.test\nMessage-ID: <1@x>\nSubject: ${subject}`
      const raw = `${fields}\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`
      const { automatic, bounce } = await parse(Buffer.from(raw.replace(/\n/g, '\r\n')))
      if (automatic || bounce) mistaken.push(subject)
    }
  }
  expect(mistaken).toEqual([])
})

/** What programs attach when somebody forwards a report, and what it is where a server sends it. */
const reports: [type: string, body: string, says: object][] = [
  [
    'message/delivery-status',
    'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; support@acme.test\nAction: failed\nStatus: 5.1.1',
    { bounce: { kind: 'bounce' } },
  ],
  ['message/feedback-report', 'Feedback-Type: abuse', { bounce: { kind: 'complaint' } }],
  [
    'message/disposition-notification',
    'Final-Recipient: rfc822; support@acme.test\nDisposition: manual-action/MDN-sent-manually; displayed',
    { automatic: { kind: 'receipt' } },
  ],
]

test.each(reports)('who passes on a %s asks about it', async (type, report, says) => {
  const text = 'Content-Type: text/plain\n\nMy mails to you come back. Please help.'
  const parts = [text, `Content-Type: ${type}\n\n${report}\n`]
  const mailOf = (kind: string) => {
    const [contentType, body] = multipart(kind, parts)
    return parse(mailBytes({ ...ordinary, 'Content-Type': contentType }, body))
  }
  expect(await mailOf('multipart/mixed')).toMatchObject({ automatic: null, bounce: null })
  expect(await mailOf('multipart/report')).toMatchObject(says)
})

test('a report about an international address (RFC 6533) names it, and the mail that came back', async () => {
  const [type, body] = multipart('multipart/report; report-type=delivery-status', [
    'Content-Type: text/plain\n\nIt could not be delivered.',
    'Content-Type: message/global-delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: utf-8; josé@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 josé is unknown\n',
    'Content-Type: message/global-headers\n\nMessage-ID: <1@acme.test>\n',
  ])
  const { bounce } = await parse(mailBytes({ ...ordinary, 'Content-Type': type }, body))
  expect(bounce).toEqual({
    kind: 'bounce',
    recipients: [
      {
        address: 'josé@example.com',
        status: '5.1.1',
        permanent: true,
        reason: '550 josé is unknown',
      },
    ],
    originalMessageId: '<1@acme.test>',
  })
})

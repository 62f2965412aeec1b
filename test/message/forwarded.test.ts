import { describe, expect, test } from '@jest/globals'
import { forwardedOf, partsOfForward } from '../../src/message/forwarded.ts'
import { foldText, withoutFolds } from '../../src/message/reply-text.ts'

const ana = { from: 'Ana Ruiz <ana@example.com>', subject: 'Phone', date: '2 Nov 2026 10:00' }
/** A head of four fields: names of From, date, To and Subject in one language. */
const head = (from: string, sent: string, to: string, subject: string, colon = ':') =>
  `${from}${colon} Ana Ruiz <ana@example.com>\n${sent}${colon} 2 Nov 2026 10:00\n${to}${colon} Support <s@acme.test>\n${subject}${colon} Phone`

/** The line above a forwarded mail, and the names of From, date, To and Subject below it, with their colon. */
const WRITTEN: [string, [string, string, string, string, string?]][] = [
  ['---------- Forwarded message ---------', ['From', 'Date', 'To', 'Subject']],
  ['-------- Forwarded Message --------', ['From', 'Date', 'To', 'Subject']],
  ['Begin forwarded message:', ['From', 'Date', 'To', 'Subject']],
  ['---------- Mensaje reenviado ---------', ['De', 'Fecha', 'Para', 'Asunto']],
  ['Inicio del mensaje reenviado:', ['De', 'Fecha', 'Para', 'Asunto']],
  ['---------- Message transféré ---------', ['De', 'Date', 'À', 'Objet', ' :']],
  ['Début du message transféré :', ['De', 'Date', 'À', 'Objet', ' :']],
  ['---------- Weitergeleitete Nachricht ---------', ['Von', 'Datum', 'An', 'Betreff']],
  ['Anfang der weitergeleiteten Nachricht:', ['Von', 'Datum', 'An', 'Betreff']],
  ['---------- Messaggio inoltrato ---------', ['Da', 'Data', 'A', 'Oggetto']],
  ['Inizio messaggio inoltrato:', ['Da', 'Data', 'A', 'Oggetto']],
  ['---------- Mensagem encaminhada ---------', ['De', 'Data', 'Para', 'Assunto']],
  ['---------- Doorgestuurd bericht ---------', ['Van', 'Datum', 'Aan', 'Onderwerp']],
  ['---------- Vidarebefordrat meddelande ---------', ['Från', 'Datum', 'Till', 'Ämne']],
  ['---------- Videresendt melding ---------', ['Fra', 'Dato', 'Til', 'Emne']],
  ['---------- Välitetty viesti ---------', ['Lähettäjä', 'Päivämäärä', 'Vastaanottaja', 'Aihe']],
  ['---------- Przekazana wiadomość ---------', ['Od', 'Data', 'Do', 'Temat']],
  ['---------- Přeposlaná zpráva ---------', ['Od', 'Datum', 'Komu', 'Předmět']],
  ['-------- Пересылаемое сообщение --------', ['От кого', 'Дата', 'Кому', 'Тема']],
  ['---------- Переслане повідомлення ---------', ['Від', 'Дата', 'Кому', 'Тема']],
  ['---------- Προωθημένο μήνυμα ---------', ['Από', 'Ημερομηνία', 'Προς', 'Θέμα']],
  ['---------- Yönlendirilmiş ileti ---------', ['Kimden', 'Tarih', 'Kime', 'Konu']],
  ['---------- Mesaj redirecționat ---------', ['De la', 'Data', 'Către', 'Subiect']],
  ['---------- Továbbított üzenet ---------', ['Feladó', 'Dátum', 'Címzett', 'Tárgy']],
  ['---------- 转发的邮件 ---------', ['发件人', '日期', '收件人', '主题', '：']],
  ['---------- 転送メッセージ ---------', ['差出人', '日付', '宛先', '件名']],
  ['---------- 전달된 메시지 ---------', ['보낸 사람', '날짜', '받는 사람', '제목']],
  ['---------- رسالة محولة ---------', ['من', 'التاريخ', 'إلى', 'الموضوع']],
]

describe('a forwarded mail, by the line above it', () => {
  test.each(WRITTEN)('%j', (line, names) => {
    const fields = head(...names)
    expect(
      forwardedOf('anything', `please look\n\n${line}\n${fields}\n\nIt does not ring.`),
    ).toEqual(ana)
    const quoted = `${line}\n\n${fields}\n\nIt does not ring.`.replace(/^/gm, '> ')
    expect(forwardedOf('anything', quoted)).toEqual(ana)
  })
})

describe('line and head in one, as Yahoo writes them', () => {
  const dashed = WRITTEN.filter(([line]) => line.startsWith('--'))
  test.each(dashed)('%j', (line, [from, sent, to, subject, colon = ':']) => {
    const values = [
      `${from}${colon} Ana Ruiz <ana@example.com>`,
      `${to}${colon} Support <s@acme.test>`,
      `${sent}${colon} 2 Nov 2026 10:00`,
      `${subject}${colon} Phone`,
    ]
    const glued = `please look\n\n   ${line} ${values.join('')}\nIt does not ring.`
    expect(forwardedOf('anything', glued)).toEqual(ana)
    expect(partsOfForward(glued)).toEqual({ comment: 'please look', words: 'It does not ring.' })
    expect(withoutFolds(glued, foldText(glued)).trim()).toBe('please look')
    const wrapped = `${line} ${values.join('\n')}\n\nIt does not ring.`
    expect(forwardedOf('anything', wrapped)).toEqual(ana)
    expect(partsOfForward(wrapped)).toEqual({ comment: '', words: 'It does not ring.' })
  })

  const YAHOO = '----- Forwarded message ----- From: '
  test.each([
    [
      'Ana RuizTo: BoCc: CySent: Monday, 10:00 AM CETSubject: Re: To: you',
      'Ana Ruiz',
      'Re: To: you',
    ],
    ['"Ana" <a@x.test>Sent: todayTo: b@y.testSubject: Fwd', 'Ana <a@x.test>', 'Fwd'],
    ['a@x.testTo: b@y.testSent: todaySubject:', 'a@x.test', null],
  ])('%j', (rest, from, subject) => {
    expect(forwardedOf('x', `${YAHOO}${rest}\n\ntext`)).toMatchObject({ from, subject })
  })

  test.each([
    '----- Forwarded message ----- was what stood there',
    '----- Forwarded message ----- From: my desk To: you',
    '-- From: Ana To: Bo Sent: today Subject: Phone',
    'I got a Forwarded message ----- From: Ana To: Bo Sent: today Subject: Phone',
  ])('%j is none', (line) => {
    expect(forwardedOf('x', `${line}\n\ntext`)).toBeNull()
  })
})

test('by a prefix and a head below', () => {
  const text = `please look\n\n${head('From', 'Sent', 'To', 'Subject')}\n\nIt does not ring.`
  expect(forwardedOf('FW: Phone', text)).toEqual(ana)
  expect(forwardedOf('Re: Phone', text)).toBeNull()
})

test.each([
  ['From: Ana Ruiz [mailto:ana@example.com]', 'Ana Ruiz <ana@example.com>'],
  ['*From:* Ana Ruiz <ana@example.com<mailto:ana@example.com>>', 'Ana Ruiz <ana@example.com>'],
  ['From: ana@example.com', 'ana@example.com'],
  ['From: Ana Ruiz', 'Ana Ruiz'],
])('the writer of %j', (line, from) => {
  const text = `-----Forwarded message-----\n${line}\nDate: today\nSubject: Phone\n\ntext`
  expect(forwardedOf('x', text)?.from).toBe(from)
})

test('not every mail with such words is one', () => {
  expect(forwardedOf('Phone', 'Begin forwarded message:\n\nnothing follows')).toBeNull()
  expect(forwardedOf('Fwd: Phone', 'just my own words')).toBeNull()
})

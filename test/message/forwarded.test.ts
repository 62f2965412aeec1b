import { describe, expect, test } from '@jest/globals'
import { forwardedOf } from '../../src/message/forwarded.ts'

const ana = { from: 'Ana Ruiz <ana@example.com>', subject: 'Phone', date: '2 Nov 2026 10:00' }
/** A head of four fields: names of From, date, To and Subject in one language. */
const head = (from: string, sent: string, to: string, subject: string, colon = ':') =>
  `${from}${colon} Ana Ruiz <ana@example.com>\n${sent}${colon} 2 Nov 2026 10:00\n${to}${colon} Support <s@acme.test>\n${subject}${colon} Phone`

describe('a forwarded mail, by the line above it', () => {
  test.each([
    ['---------- Forwarded message ---------', head('From', 'Date', 'To', 'Subject')],
    ['-------- Forwarded Message --------', head('From', 'Date', 'To', 'Subject')],
    ['Begin forwarded message:', head('From', 'Date', 'To', 'Subject')],
    ['---------- Mensaje reenviado ---------', head('De', 'Fecha', 'Para', 'Asunto')],
    ['Inicio del mensaje reenviado:', head('De', 'Fecha', 'Para', 'Asunto')],
    ['---------- Message transféré ---------', head('De', 'Date', 'À', 'Objet', ' :')],
    ['Début du message transféré :', head('De', 'Date', 'À', 'Objet', ' :')],
    ['---------- Weitergeleitete Nachricht ---------', head('Von', 'Datum', 'An', 'Betreff')],
    ['Anfang der weitergeleiteten Nachricht:', head('Von', 'Datum', 'An', 'Betreff')],
    ['---------- Messaggio inoltrato ---------', head('Da', 'Data', 'A', 'Oggetto')],
    ['Inizio messaggio inoltrato:', head('Da', 'Data', 'A', 'Oggetto')],
    ['---------- Mensagem encaminhada ---------', head('De', 'Data', 'Para', 'Assunto')],
    ['---------- Doorgestuurd bericht ---------', head('Van', 'Datum', 'Aan', 'Onderwerp')],
    ['---------- Vidarebefordrat meddelande ---------', head('Från', 'Datum', 'Till', 'Ämne')],
    ['---------- Videresendt melding ---------', head('Fra', 'Dato', 'Til', 'Emne')],
    [
      '---------- Välitetty viesti ---------',
      head('Lähettäjä', 'Päivämäärä', 'Vastaanottaja', 'Aihe'),
    ],
    ['---------- Przekazana wiadomość ---------', head('Od', 'Data', 'Do', 'Temat')],
    ['---------- Přeposlaná zpráva ---------', head('Od', 'Datum', 'Komu', 'Předmět')],
    ['-------- Пересылаемое сообщение --------', head('От кого', 'Дата', 'Кому', 'Тема')],
    ['---------- Переслане повідомлення ---------', head('Від', 'Дата', 'Кому', 'Тема')],
    ['---------- Προωθημένο μήνυμα ---------', head('Από', 'Ημερομηνία', 'Προς', 'Θέμα')],
    ['---------- Yönlendirilmiş ileti ---------', head('Kimden', 'Tarih', 'Kime', 'Konu')],
    ['---------- Mesaj redirecționat ---------', head('De la', 'Data', 'Către', 'Subiect')],
    ['---------- Továbbított üzenet ---------', head('Feladó', 'Dátum', 'Címzett', 'Tárgy')],
    ['---------- 转发的邮件 ---------', head('发件人', '日期', '收件人', '主题', '：')],
    ['---------- 転送メッセージ ---------', head('差出人', '日付', '宛先', '件名')],
    ['---------- 전달된 메시지 ---------', head('보낸 사람', '날짜', '받는 사람', '제목')],
    ['---------- رسالة محولة ---------', head('من', 'التاريخ', 'إلى', 'الموضوع')],
  ])('%j', (line, fields) => {
    expect(
      forwardedOf('anything', `please look\n\n${line}\n${fields}\n\nIt does not ring.`),
    ).toEqual(ana)
    const quoted = `${line}\n\n${fields}\n\nIt does not ring.`.replace(/^/gm, '> ')
    expect(forwardedOf('anything', quoted)).toEqual(ana)
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

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { quotesOurMail } from '../../src/message/marker.ts'
import { foldText, withoutFolds } from '../../src/message/reply-text.ts'
import { atBest } from './stopwatch.ts'

const reply = (text: string) => withoutFolds(text, foldText(text)).trim()
const kinds = (text: string) => foldText(text).map(({ kind }) => kind)

describe('an answer above a quote', () => {
  const attributions = [
    'On Mon, Nov 2, 2026 at 10:00 AM Ana Ruiz <ana@example.com> wrote:',
    'On Mon, Nov 2, 2026 at 10:00 AM Ana Ruiz\n<ana@example.com> wrote:',
    'On 2 Nov 2026, at 10:00, Ana Ruiz wrote:',
    '2026-11-02 10:00 GMT+01:00 Ana Ruiz <ana@example.com>:',
    'El lun, 2 nov 2026 a las 10:00, Ana Ruiz (<ana@example.com>) escribió:',
    'Le lun. 2 nov. 2026 à 10:00, Ana Ruiz <ana@example.com> a écrit :',
    'Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Ana Ruiz <ana@example.com>:',
    'Am 02.11.2026 um 10:00 schrieb Ana Ruiz:',
    'Il giorno lun 2 nov 2026 alle ore 10:00 Ana Ruiz <ana@example.com> ha scritto:',
    'Em seg., 2 de nov. de 2026 às 10:00, Ana Ruiz <ana@example.com> escreveu:',
    'Op ma 2 nov. 2026 om 10:00 schreef Ana Ruiz <ana@example.com>:',
    'Den mån 2 nov. 2026 kl 10:00 skrev Ana Ruiz <ana@example.com>:',
    'man. 2. nov. 2026 kl. 10:00 skrev Ana Ruiz <ana@example.com>:',
    'Den man. 2. nov. 2026 kl. 10.00 skrev Ana Ruiz <ana@example.com>:',
    'ma 2. marrask. 2026 klo 10.00 Ana Ruiz (ana@example.com) kirjoitti:',
    'pon., 2 lis 2026 o 10:00 Ana Ruiz <ana@example.com> napisał(a):',
    'po 2. 11. 2026 v 10:00 odesílatel Ana Ruiz <ana@example.com> napsal:',
    'пн, 2 нояб. 2026 г. в 10:00, Ana Ruiz <ana@example.com>:',
    '2 ноября 2026 г., 10:00 пользователь Ana Ruiz <ana@example.com> написал:',
    'пн, 2 лист. 2026 р. о 10:00 Ana Ruiz <ana@example.com> пише:',
    'Στις Δευ 2 Νοε 2026 στις 10:00 π.μ., ο χρήστης Ana Ruiz <ana@example.com> έγραψε:',
    'Ana Ruiz <ana@example.com>, 2 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:',
    'În lun., 2 nov. 2026 la 10:00, Ana Ruiz <ana@example.com> a scris:',
    'Ana Ruiz <ana@example.com> ezt írta (időpont: 2026. nov. 2., H, 10:00):',
    'Ana Ruiz <ana@example.com> 于2026年11月2日周一 10:00写道：',
    'Ana Ruiz <ana@example.com> 於 2026年11月2日 週一 上午10:00寫道：',
    '2026年11月2日(月) 10:00 Ana Ruiz <ana@example.com>:',
    '2026년 11월 2일 (월) 오전 10:00, Ana Ruiz <ana@example.com>님이 작성:',
    'في الاثنين، 2 نوفمبر 2026 في 10:00 ص كتب Ana Ruiz <ana@example.com>:',
  ]
  test.each(attributions)('%j', (line) => {
    const text = `It rings now.\n\nThank you\n\n${line}\n\n> Does it ring?\n>\n> Support`
    expect(reply(text)).toBe('It rings now.\n\nThank you')
    expect(kinds(text)).toEqual(['attribution', 'quote'])
  })

  test.each(attributions)('wrapped by the mail program: %j', (line) => {
    for (const width of [30, 45, 60]) {
      const wrapped = line
        .replace(/\n/g, ' ')
        .replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n')
        .trim()
      expect(reply(`It rings now.\n\n${wrapped}\n\n> Does it ring?`)).toBe('It rings now.')
      expect(reply(`It rings now.\n${wrapped}\n> Does it ring?`)).toBe('It rings now.')
    }
  })

  test.each(attributions.filter((line) => line.includes('@')))(
    'without quote signs: %j',
    (line) => {
      expect(reply(`It rings now.\n\n${line}\n\nDoes it ring?\n\nSupport`)).toBe('It rings now.')
    },
  )
})

describe('an answer above the head of an older mail', () => {
  const heads = [
    'From: Support\nSent: Monday, November 2, 2026 10:00\nTo: Ana Ruiz\nSubject: Phone',
    '*From:* Support <s@example.com>\n*Sent:* Monday\n*To:* Ana <ana@example.com>\n*Subject:* Phone',
    'Von: Support\nGesendet: Montag, 2. November 2026 10:00\nAn: Ana Ruiz\nCc: Bob\nBetreff: Telefon',
    'De: Support\nEnviado el: lunes, 2 de noviembre de 2026 10:00\nPara: Ana Ruiz\nAsunto: Teléfono',
    'De : Support\nEnvoyé : lundi 2 novembre 2026 10:00\nÀ : Ana Ruiz\nObjet : Téléphone',
    'Da: Support\nInviato: lunedì 2 novembre 2026 10:00\nA: Ana Ruiz\nOggetto: Telefono',
    'De: Support\nEnviada em: segunda-feira\nPara: Ana Ruiz\nAssunto: Telefone',
    'Van: Support\nVerzonden: maandag 2 november 2026\nAan: Ana Ruiz\nOnderwerp: Telefoon',
    'Från: Support\nSkickat: den 2 november 2026\nTill: Ana Ruiz\nÄmne: Telefon',
    'Fra: Support\nSendt: mandag 2. november 2026\nTil: Ana Ruiz\nEmne: Telefon',
    'Lähettäjä: Support\nLähetetty: maanantai\nVastaanottaja: Ana\nAihe: Puhelin',
    'Od: Support\nWysłano: poniedziałek\nDo: Ana Ruiz\nTemat: Telefon',
    'Od: Support\nOdesláno: pondělí\nKomu: Ana Ruiz\nPředmět: Telefon',
    'От: Support\nОтправлено: понедельник\nКому: Ana Ruiz\nТема: Телефон',
    'Kimden: Support\nGönderildi: Pazartesi\nKime: Ana\nKonu: Telefon',
    'Feladó: Support\nElküldve: hétfő\nCímzett: Ana\nTárgy: Telefon',
    '发件人: Support\n发送时间: 2026年11月2日\n收件人: Ana\n主题: 电话',
    '差出人: Support\n送信日時: 2026年11月2日\n宛先: Ana\n件名: 電話',
    '보낸 사람: Support\n보낸 날짜: 2026년 11월 2일\n받는 사람: Ana\n제목: 전화',
  ]
  test.each(heads)('%j', (head) => {
    expect(reply(`It rings now.\n\n${head}\n\nDoes it ring?`)).toBe('It rings now.')
    expect(reply(`It rings now.\n\n${'_'.repeat(32)}\n${head}\n\nDoes it ring?`)).toBe(
      'It rings now.',
    )
  })

  test('in a language that is not listed, below a rule', () => {
    const head =
      'Frá: Stuðningur <s@acme.test>\nSent: mánudagur 2.11.2026 10:00\nTil: Ana\nEfni: Sími'
    expect(reply(`Hringir.\n\n${'_'.repeat(32)}\n${head}\n\nHringir hann?`)).toBe('Hringir.')
  })

  test.each([
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    '-----Mensaje original-----',
    '-------- Message original --------',
    '------------------ 原始邮件 ------------------',
    '---------- Forwarded message ---------',
    'Begin forwarded message:',
    'Anfang der weitergeleiteten Nachricht:',
  ])('%j', (line) => {
    expect(reply(`It rings now.\n\n${line}\nDoes it ring?`)).toBe('It rings now.')
  })
})

describe('what stays visible', () => {
  test.each([
    [
      'answers between quotes',
      'On Monday, Ana wrote:\n> Which version?\n\n1.2.3\n\n> And the system?\n\nLinux',
      '1.2.3\n\n\nLinux',
    ],
    [
      'an answer below the quote',
      'On 2 Nov 2026, Ana wrote:\n> Does it ring?\n\nIt does.',
      'It does.',
    ],
    [
      'a person who writes about what somebody wrote',
      'As he wrote in the manual:\n\npress 1',
      'As he wrote in the manual:\n\npress 1',
    ],
    [
      'fields that are no head',
      'Subject: phone\nAccount: A-10001\n\nhelp',
      'Subject: phone\nAccount: A-10001\n\nhelp',
    ],
    [
      'what a machine said',
      'On 2 November 2026 at 10:00 the phone said:\n\nERROR 5\n\nPlease help.',
      'On 2 November 2026 at 10:00 the phone said:\n\nERROR 5\n\nPlease help.',
    ],
    [
      'what you wrote, told again',
      'On Monday the 2nd you wrote:\n\nrestart it. I did.',
      'On Monday the 2nd you wrote:\n\nrestart it. I did.',
    ],
    [
      'an answer below a quote without signs',
      'On 2 Nov 2026 at 10:00 Ana <ana@example.com> wrote:\n\nDoes it ring?\n\nIt does.',
      'Does it ring?\n\nIt does.',
    ],
    [
      'an answer below our mail without signs',
      '##- Please write above -##\nDoes it ring?\n\nIt does.',
      '##- Please write above -##\nDoes it ring?\n\nIt does.',
    ],
    [
      'the fields of a web form',
      'Name: Ana\nFrom: ana@example.com\nDate: 2026-11-02\nSubject: phone\n\nIt does not ring.',
      'Name: Ana\nFrom: ana@example.com\nDate: 2026-11-02\nSubject: phone\n\nIt does not ring.',
    ],
    ['a list with dashes', '- one\n- two\n--- three', '- one\n- two\n--- three'],
    [
      'a sentence that begins like a device line',
      'ok\n\nSent from my desk, which is easier than my phone.',
      'ok\n\nSent from my desk, which is easier than my phone.',
    ],
    [
      'confidentiality as the matter itself',
      'This is about the confidentiality notice of your mails.',
      'This is about the confidentiality notice of your mails.',
    ],
  ])('%s', (_, text, visible) => {
    expect(reply(text)).toBe(visible)
  })
})

describe('what closes a mail', () => {
  test.each([
    ['ok\n\n-- \nAna Ruiz\nExample Ltd', ['signature']],
    ['ok\n\n--\nAna Ruiz', ['signature']],
    ['ok\n\nSent from my iPhone', ['device']],
    ['ok\n\nSent from my Verizon Wireless BlackBerry', ['device']],
    ['ok\n\nSent from my iPhone, please excuse typos', ['device']],
    ['ok\n\nGet Outlook for iOS <https://aka.ms/o0ukef>', ['device']],
    ['ok\n\nVon meinem iPhone gesendet', ['device']],
    ['ok\n\nEnviado desde mi iPhone', ['device']],
    ['ok\n\nEnvoyé de mon iPhone', ['device']],
    ['ok\n\nInviato da iPhone', ['device']],
    ['ok\n\nEnviado do meu iPhone', ['device']],
    ['ok\n\nVerstuurd vanaf mijn iPhone', ['device']],
    ['ok\n\nSkickat från min iPhone', ['device']],
    ['ok\n\nОтправлено с iPhone', ['device']],
    ['ok\n\niPhoneから送信', ['device']],
    ['ok\n\n发自我的iPhone', ['device']],
    ['ok\n\nSent from my iPad\n\n-- \nAna', ['device', 'signature']],
    [
      'ok\n\nThis email and any attachments are confidential and intended solely for the addressee.\nDelete it.',
      ['footer'],
    ],
    [
      'ok\n\n_______________________________________________\nusers mailing list\nusers@example.org',
      ['footer'],
    ],
  ])('%j', (text, expected) => {
    expect(reply(text)).toBe('ok')
    expect(kinds(text)).toEqual(expected)
  })
})

describe('our own marker', () => {
  const marker = '##- Please write above this line -##'
  test.each([
    [`thanks\n\nOn 2 Nov 2026 Acme wrote:\n\n> ${marker}\n>\n> Your ticket`],
    [`thanks\n\n> ${marker}\n> Your ticket`],
    [`thanks\n\nYlä 2026 Acme kwrt:\n> ${marker}\n> Your ticket`],
    [`thanks\n\n${marker}\n\nYour ticket`],
    [`thanks\n\nXyzzy 2026 Acme <s@acme.test> plugh:\n\n${marker}\n\nYour ticket`],
    [`thanks\n\nFrom: Acme\nSent: Monday\nSubject: x\n\n${marker}\n\nYour ticket`],
  ])('%j', (text) => {
    expect(reply(text)).toBe('thanks')
    expect(foldText(text).some((fold) => quotesOurMail(text, fold))).toBe(true)
  })

  test('is not in the quote of somebody else', () => {
    const text = 'thanks\n\nOn 2 Nov 2026 Bob wrote:\n> look at ##- this'
    expect(foldText(text).some((fold) => quotesOurMail(text, fold))).toBe(false)
  })
})

const piece = fc.constantFrom(
  'Hello',
  '> quoted',
  '>> deeper',
  '',
  '   ',
  'On Mon, Nov 2, 2026 at 10:00 Ana <a@example.com> wrote:',
  'From: Ana',
  'Sent: Monday',
  'Subject: x',
  '-- ',
  '-----Original Message-----',
  '________________________________',
  'Sent from my iPhone',
  '##- marker -##',
  '> ##- marker -##',
  'wrote:',
  'This message is confidential and intended for the named person.',
  '\ufeff\u00a0',
)
const text = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((lines) => lines.join('\n')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)

test('folds and what they leave are the whole text, in order', () => {
  fc.assert(
    fc.property(text, (whole) => {
      const folds = foldText(whole)
      let at = 0
      let rebuilt = ''
      for (const { start, end } of folds) {
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        rebuilt += whole.slice(at, start) + whole.slice(start, end)
        at = end
      }
      expect(rebuilt + whole.slice(at)).toBe(whole)
      expect(withoutFolds(whole, folds).length).toBe(
        whole.length - folds.reduce((sum, { start, end }) => sum + end - start, 0),
      )
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['quotes', '> a line that was written before\n'],
  ['heads', 'From: x\nhello there:\n'],
  ['attributions', 'On Monday 2 Nov 2026 at 10:00 Ana <a@b.example> did:\n'],
  ['rules', `${'-'.repeat(190)}\n`],
  ['markers', '> ##- x -##\n'],
  ['blank lines', '\n\n\n-----\n'],
])('100,000 lines of %s take a moment, not a minute', async (_, line) => {
  const flood = line.repeat(Math.ceil(100_000 / line.split('\n').length))
  expect(await atBest(1500, () => foldText(flood))).toBeLessThan(1500)
})

describe('what is said about a phone or a program is no line that it adds', () => {
  test.each([
    'Outlook for Android crashes every day.',
    'Outlook für Android stürzt ab.',
    'Outlook voor iOS werkt niet.',
    'Android용 Outlook이 안 됩니다.',
    'Android için Outlook çalışmıyor.',
    'Samsung TV siparişim dün gönderildi.',
    'Az iPhone ma elküldve.',
    'Windows 版のメールが動きません。',
    'Yahoo!メールで送信できません。',
  ])('%s', (line) => {
    expect(foldText(`Hello,\n\n${line}\n`)).toEqual([])
  })

  test.each([
    'Android için Outlook’u edinin',
    'Samsung Galaxy akıllı telefonumdan gönderildi.',
    'Az iPhone készülékemről küldve',
    'Android용 Outlook 다운로드',
    'iOS 版 Outlook を入手',
    '获取 Android 版 Outlook',
    'احصل على Outlook لـ Android',
    'Outlook voor Android downloaden',
    'Получить Outlook для Android',
  ])('but this is one: %s', (line) => {
    expect(foldText(`Hello,\n\n${line}\n`).map(({ kind }) => kind)).toEqual(['device'])
  })
})

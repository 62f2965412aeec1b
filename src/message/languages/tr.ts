import type { Language } from './language.ts'

export const tr: Language = {
  reply: ['Ynt', 'Cvp', 'Yan'],
  forward: ['İlt', 'Ilt', 'Yml', 'İletilen'],
  on: [],
  wrote: ['yazdı', 'şunu yazdı', 'şunları yazdı', 'yazmış', 'yazdi'],
  from: ['Kimden', 'Gönderen'],
  sent: ['Gönderildi', 'Gönderilme', 'Tarih', 'Gönderme Tarihi'],
  to: ['Kime', 'Alıcı'],
  cc: ['Bilgi', 'Cc'],
  subject: ['Konu'],
  original: [
    'Özgün İleti',
    'Orijinal mesaj',
    'Orijinal Mesaj',
    'Orijinal ileti',
    'Özgün ileti',
    'Özgün Mesaj',
  ],
  forwarded: [
    'Yönlendirilmiş ileti',
    'İletilmiş mesaj',
    'İletilen mesaj',
    'Yönlendirilen ileti',
    'İletilmiş Mesaj',
  ],
  sentFrom: [
    'iPhone’umdan gönderildi',
    "iPhone'umdan gönderildi",
    'Telefonumdan gönderildi',
    'Android cihazımdan gönderildi',
    'Outlook for',
  ],
  away: ['Otomatik yanıt', 'Otomatik cevap', 'Ofis dışında', 'İzinde', 'İşyeri dışında'],
}

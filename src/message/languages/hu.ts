import type { Language } from './language.ts'

export const hu: Language = {
  reply: ['Vá', 'Válasz'],
  forward: ['Tov', 'Továbbítás', 'Továbbítva'],
  on: [],
  wrote: [
    'írta',
    'ezt írta',
    'a következőt írta',
    'írta (időpont: …)',
    'ezt írta (időpont: …)',
    'írt',
  ],
  from: ['Feladó', 'Küldő'],
  sent: ['Elküldve', 'Dátum', 'Küldve', 'Küldés ideje'],
  to: ['Címzett', 'Kapta'],
  cc: ['Másolatot kap', 'Másolat', 'Cc'],
  subject: ['Tárgy'],
  original: ['Eredeti üzenet', 'Eredeti levél'],
  forwarded: [
    'Továbbított üzenet',
    'Továbbított levél',
    'Továbbított levél kezdete',
    'Továbbított üzenet kezdete',
  ],
  sentFrom: ['Elküldve a következőről', 'Elküldve az', 'Küldve a', 'Az Outlook beszerzése'],
  away: ['Automatikus válasz', 'Házon kívül', 'Távol', 'Szabadságon', 'Szabadság'],
}

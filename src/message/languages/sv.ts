import type { Language } from './language.ts'

export const sv: Language = {
  reply: ['Sv'],
  forward: ['Vb', 'Vidarebefordrat'],
  on: ['Den', 'På'],
  wrote: ['skrev', 'har skrivit', 'skriver'],
  from: ['Från', 'Avsändare'],
  sent: ['Skickat', 'Datum'],
  to: ['Till'],
  cc: ['Kopia', 'Cc'],
  subject: ['Ämne'],
  original: ['Ursprungligt meddelande', 'Originalmeddelande', 'Ursprungsmeddelande'],
  forwarded: [
    'Vidarebefordrat meddelande',
    'Vidarebefordrat brev',
    'Vidarebefordrat mail',
    'Vidarebefordrat mejl',
  ],
  sentFrom: [
    'Skickat från',
    'Skickat med',
    'Skickades från',
    'Hämta Outlook för',
    'Skaffa Outlook för',
  ],
  away: [
    'Autosvar',
    'Frånvaro',
    'Frånvarande',
    'Automatiskt svar',
    'Semester',
    'Frånvaromeddelande',
    'Ej på kontoret',
  ],
}

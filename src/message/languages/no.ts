import type { Language } from './language.ts'

export const no: Language = {
  reply: ['Sv'],
  forward: ['Vs', 'Videresendt'],
  on: ['Den', 'På'],
  wrote: ['skrev', 'skreiv', 'har skrevet'],
  from: ['Fra', 'Frå'],
  sent: ['Sendt', 'Dato'],
  to: ['Til'],
  cc: ['Kopi', 'Cc'],
  subject: ['Emne'],
  original: ['Opprinnelig melding', 'Original melding', 'Opprinneleg melding'],
  forwarded: ['Videresendt melding', 'Begynnelsen på videresendt melding', 'Videresendt e-post'],
  sentFrom: [
    'Sendt fra',
    'Sendt frå',
    'Sendt med',
    'Sendt via',
    'Last ned Outlook for',
    'Få Outlook for',
    'Skaff deg Outlook for',
  ],
  away: ['Automatisk svar', 'Fraværsmelding', 'Fravær', 'Ikke på kontoret', 'Ferie', 'Autosvar'],
}

import type { Language } from './language.ts'

export const da: Language = {
  reply: ['Sv', 'Vedr'],
  forward: ['Vs', 'Videresendt'],
  on: ['Den'],
  wrote: ['skrev', 'har skrevet', 'skrev følgende'],
  from: ['Fra'],
  sent: ['Sendt', 'Dato'],
  to: ['Til'],
  cc: ['Cc', 'Kopi'],
  subject: ['Emne'],
  original: [
    'Oprindelig meddelelse',
    'Original besked',
    'Oprindelig besked',
    'Original meddelelse',
  ],
  forwarded: [
    'Videresendt meddelelse',
    'Videresendt besked',
    'Start på videresendt besked',
    'Videresendt mail',
  ],
  sentFrom: [
    'Sendt fra',
    'Sendt via',
    'Sendt med',
    'Hent Outlook til',
    'Hent Outlook for',
    'Få Outlook til',
  ],
  away: [
    'Autosvar',
    'Automatisk svar',
    'Fraværende',
    'Ikke til stede',
    'Ferie',
    'Ude af kontoret',
    'Jeg er på ferie',
  ],
}

import type { Language } from './language.ts'

export const it: Language = {
  reply: ['R', 'Rif', 'Ri', 'Risp'],
  forward: ['I', 'Inoltra', 'Inoltrato', 'Inol'],
  on: ['Il', 'Il giorno', 'In data'],
  wrote: ['ha scritto', 'scrisse', 'ha inviato', 'scrive', 'Citando'],
  from: ['Da', 'Mittente'],
  sent: ['Inviato', 'Inviata', 'Data', 'Data invio'],
  to: ['A', 'Destinatario', 'Per'],
  cc: ['Cc', 'Copia'],
  subject: ['Oggetto'],
  original: ['Messaggio originale', 'Messaggio Originale', 'Email originale'],
  forwarded: [
    'Messaggio inoltrato',
    'Inizio messaggio inoltrato',
    'Messaggio Inoltrato',
    'Inoltrato da',
  ],
  sentFrom: [
    'Inviato da',
    'Inviato dal',
    'Inviato con',
    'Inviata da',
    'Scarica Outlook per',
    'Ottieni Outlook per',
  ],
  away: [
    'Risposta automatica',
    'Fuori sede',
    'Fuori ufficio',
    'In ferie',
    'Assente',
    'Assenza',
    'Sono in ferie',
  ],
}

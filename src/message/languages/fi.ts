import type { Language } from './language.ts'

export const fi: Language = {
  reply: ['Vs', 'Vast'],
  forward: ['Vl', 'Edelleenlähetetty'],
  on: [],
  wrote: ['kirjoitti', 'kirjoittaa'],
  from: ['Lähettäjä'],
  sent: ['Lähetetty', 'Päivämäärä', 'Päiväys', 'Pvm'],
  to: ['Vastaanottaja', 'Saaja'],
  cc: ['Kopio', 'Cc'],
  subject: ['Aihe', 'Otsikko'],
  original: ['Alkuperäinen viesti', 'Alkuperäinen sähköpostiviesti'],
  forwarded: [
    'Välitetty viesti',
    'Edelleenlähetetty viesti',
    'Edelleen lähetetty viesti',
    'Välitetty viesti alkaa',
  ],
  sentFrom: ['Lähetetty', 'Hanki Outlook', 'Lataa Outlook'],
  away: [
    'Automaattinen vastaus',
    'Poissa toimistosta',
    'Poissaoloviesti',
    'Poissa',
    'Poissaolo',
    'Lomalla',
    'Poissaoloilmoitus',
    'Automaattivastaus',
    'Olen lomalla',
    'Olen poissa',
    'Lomavastaus',
  ],
}

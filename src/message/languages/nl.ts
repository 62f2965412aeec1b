import type { Language } from './language.ts'

export const nl: Language = {
  reply: ['Antw', 'Betr', 'Re'],
  forward: ['Doorst', 'Doorgestuurd', 'Fw'],
  on: ['Op'],
  wrote: ['schreef', 'heeft geschreven', 'geschreven', 'heeft het volgende geschreven', 'Citeren'],
  from: ['Van', 'Afzender'],
  sent: ['Verzonden', 'Datum', 'Verstuurd'],
  to: ['Aan'],
  cc: ['Cc', 'Kopie'],
  subject: ['Onderwerp'],
  original: [
    'Oorspronkelijk bericht',
    'Origineel bericht',
    'Oorspronkelijke bericht',
    'Oorspronkelijk e-mailbericht',
  ],
  forwarded: [
    'Doorgestuurd bericht',
    'Begin doorgestuurd bericht',
    'Doorgezonden bericht',
    'Doorgestuurd door',
  ],
  sentFrom: [
    'Verzonden vanaf',
    'Verzonden met',
    'Verzonden via',
    'Verstuurd vanaf',
    'Verstuurd met',
    'Verstuurd via',
    'Outlook voor',
    'Download Outlook voor',
  ],
  away: [
    'Automatisch antwoord',
    'Afwezig',
    'Afwezigheid',
    'Niet aanwezig',
    'Niet op kantoor',
    'Buiten kantoor',
    'Vakantie',
  ],
}

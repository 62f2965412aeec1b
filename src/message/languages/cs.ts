import type { Language } from './language.ts'

export const cs: Language = {
  reply: ['Re', 'Odp'],
  forward: ['Fwd', 'Přep', 'Předáno'],
  on: ['Dne', 'V'],
  wrote: ['napsal', 'napsala', 'napsal(a)', 'napísal', 'píše', 'napsal/a'],
  from: ['Od', 'Odesílatel'],
  sent: ['Odesláno', 'Datum', 'Odeslané'],
  to: ['Komu', 'Pro', 'Příjemce'],
  cc: ['Kopie', 'Cc'],
  subject: ['Předmět', 'Věc'],
  original: ['Původní zpráva', 'Původní e-mail'],
  forwarded: ['Přeposlaná zpráva', 'Předaná zpráva', 'Začátek přeposílané zprávy', 'Přeposláno'],
  sentFrom: [
    'Odesláno z',
    'Odesláno ze',
    'Odesláno pomocí',
    'Odoslané z',
    'Získejte Outlook pro',
    'Získat Outlook pro',
    'Získat aplikaci Outlook pro',
  ],
  away: ['Automatická odpověď', 'Mimo kancelář', 'Nepřítomnost', 'Dovolená', 'Jsem mimo kancelář'],
}

import type { Language } from './language.ts'

export const pl: Language = {
  reply: ['Odp'],
  forward: ['Pd', 'Przek', 'Dot'],
  on: ['W dniu', 'Dnia'],
  wrote: ['napisał', 'napisała', 'napisał(a)', 'pisze', 'napisano', 'napisał/a', 'Cytowanie'],
  from: ['Od', 'Nadawca'],
  sent: ['Wysłano', 'Wysłane', 'Data'],
  to: ['Do', 'Adresat'],
  cc: ['DW', 'Do wiadomości', 'Cc', 'Kopia'],
  subject: ['Temat'],
  original: [
    'Wiadomość oryginalna',
    'Oryginalna wiadomość',
    'Treść oryginalnej wiadomości',
    'Wiadomość Oryginalna',
  ],
  forwarded: [
    'Przekazana wiadomość',
    'Wiadomość przekazana dalej',
    'Treść przekazanej wiadomości',
    'Początek przekazywanej wiadomości',
    'Początek wiadomości przekazanej dalej',
  ],
  sentFrom: [
    'Wysłano z',
    'Wysłane z',
    'Wysłano przy użyciu',
    'Pobierz program Outlook',
    'Pobierz aplikację Outlook',
  ],
  away: [
    'Autoodpowiedź',
    'Automatyczna odpowiedź',
    'Odpowiedź automatyczna',
    'Poza biurem',
    'Nieobecność',
    'Nieobecny',
    'Urlop',
  ],
}

import type { Language } from './language.ts'

export const ro: Language = {
  reply: ['Re', 'Răsp', 'Rasp'],
  forward: ['Fwd', 'Redir'],
  on: ['În', 'Pe', 'La', 'In data de', 'În data de'],
  wrote: ['a scris', 'au scris', 'scria'],
  from: ['De la', 'Expeditor'],
  sent: ['Trimis', 'Data', 'Expediat'],
  to: ['Către', 'Catre', 'Destinatar'],
  cc: ['Cc', 'Copie'],
  subject: ['Subiect', 'Subiectul'],
  original: ['Mesaj original', 'Mesajul original', 'Mesaj iniţial'],
  forwarded: [
    'Mesaj redirecționat',
    'Mesaj redirectionat',
    'Mesaj redirecţionat',
    'Începutul mesajului redirecționat',
    'Mesaj transmis',
  ],
  sentFrom: [
    'Trimis de pe',
    'Trimis din',
    'Trimis cu',
    'Obțineți Outlook pentru',
    'Descărcați Outlook pentru',
    'Descarcă Outlook pentru',
    'Trimis de la',
  ],
  away: [
    'Răspuns automat',
    'Raspuns automat',
    'Plecat din birou',
    'În concediu',
    'Concediu',
    'Absent',
  ],
}

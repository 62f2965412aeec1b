import type { FieldWords } from './words.ts'

export const en: FieldWords = {
  names: {
    subject: ['title', 'subject'],
    department: ['department', 'dept'],
    account: ['account', 'account id', 'account number'],
    deployment: ['deployment', 'deployment id', 'system', 'system id'],
    billing: [
      'billing ID',
      'billing',
      'billing responsibility',
      'billing responsibility id',
      'bill to',
    ],
    priority: ['priority', 'prio', 'severity', 'urgency'],
    reason: ['reason'],
    feature: ['feature'],
    version: ['version'],
    build: ['build', 'build number'],
    trunkProvider: ['trunk provider', 'trunk', 'carrier'],
    when: ['when', 'since', 'when it happened', 'when it occurred', 'date of the issue'],
    numbers: ['numbers', 'number', 'phone numbers', 'affected numbers', 'affected phone numbers'],
    locations: ['locations', 'location', 'affected locations', 'sites', 'site'],
    callType: ['call type', 'type of calls', 'calls', 'affected calls'],
    wanted: ['change wanted', 'change', 'wanted', 'wanted change', 'add change or remove'],
    wantedDate: ['wanted date', 'date wanted', 'wanted by', 'needed by', 'due date'],
  },
  priorities: {
    P1: ['p1', '1', 'emergency', 'critical'],
    P2: ['p2', '2', 'urgent'],
    P3: ['p3', '3', 'standard', 'normal'],
  },
  callTypes: {
    inbound: ['inbound', 'incoming', 'in'],
    outbound: ['outbound', 'outgoing', 'out'],
    all: ['all', 'both', 'inbound and outbound', 'incoming and outgoing'],
  },
}

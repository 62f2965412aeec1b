import { expect, test } from '@jest/globals'
import { isSignOff } from '../../src/message/sign-off.ts'

test.each<[string, boolean]>([
  ['Best regards,\nBo Lin\nAcme', true],
  ['\nKind regards', true],
  ['Un saludo,\nBo', true],
  ['Saludos cordiales', true],
  ['Mit freundlichen Grüßen\nBo Lin', true],
  ['Viele Gruesse, ', true],
  ['Cordialement,', true],
  ['С уважением,\nБо', true],
  ['Med vänliga hälsningar\nBo', true],
  ['Met vriendelijke groet,', true],
  ['-- \nBo', true],
  ['Sent from my iPhone', true],
  ['Enviado desde mi iPhone', true],
  ['This e-mail and any attachments are confidential.', true],
  ['Bo Lin', true],
  ['bo', true],
  ['Bo Lin | Acme | +34 912 345 678', true],
  ['Bo Lin is on holiday.', false],
  ['Best regards to your colleagues, who helped us so much.', false],
  ['Thanks!', false],
  ['Done.', false],
  ['', false],
  ['Best regards\nBo\n\nP.S. It was the switch.', false],
  [`Regards\n${'one more line\n'.repeat(20)}`, false],
])('%j: %s', (text, expected) => {
  expect(isSignOff(text.split('\n'), 'Bo Lin')).toBe(expected)
})

test('an address in place of a name is no name', () => {
  expect(isSignOff(['bo@acme.test'], 'bo@acme.test')).toBe(false)
})

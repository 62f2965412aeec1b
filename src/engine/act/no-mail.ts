import { Failure } from '../../errors.ts'

export function noMail(id: number): Failure {
  return new Failure('no-mail', `There is no mail ${id} in the ledger.`, {
    advice: '`ticketd mail list` shows the newest.',
  })
}

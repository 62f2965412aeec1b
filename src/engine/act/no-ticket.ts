import { Failure } from '../../errors.ts'

export function noTicket(number: number): Failure {
  return new Failure('no-ticket', `There is no ticket ${number}.`, {
    advice: '`ticketd ticket list` shows the newest.',
  })
}

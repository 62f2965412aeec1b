import { Failure } from '../../errors.ts'

export function noOutboxRow(id: number): Failure {
  return new Failure('no-mail', `There is no mail ${id} in the outbox.`, {
    advice: '`ticketd outbox list` shows the newest.',
  })
}

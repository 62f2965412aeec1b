import { z } from 'zod'
import { duration } from './options.ts'

export const retention = z
  .strictObject({
    rawMail: duration(
      'The bytes of a mail go so long after it came; texts and attachments of tickets stay. Absent: never.',
      '1ms',
      '36500d',
    ).optional(),
    closedTickets: duration(
      'A ticket goes with its whole conversation so long after it was closed, such as 2555d. Absent: never.',
      '1ms',
      '36500d',
    ).optional(),
  })
  .meta({ description: 'What is not kept for good; by default everything is.' })

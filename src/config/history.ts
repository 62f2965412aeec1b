import { z } from 'zod'
import { duration } from './options.ts'

export const history = z
  .strictObject({
    closeAfter: duration(
      'A ticket of imported mail is closed when its last mail is older than this.',
    ).prefault('30d'),
  })
  .meta({ description: 'Mail of long ago: `mail import`.' })

import { z } from 'zod'
import { count, host } from './options.ts'

export const monitoring = z
  .strictObject({
    port: count(
      'Port of /healthz, /readyz and /metrics; without it nothing listens.',
      1,
      65_535,
    ).optional(),
    host: host('Address to listen on. There is no password: keep it on this machine.').prefault(
      '127.0.0.1',
    ),
  })
  .meta({ description: 'What a monitoring system may ask the daemon.' })

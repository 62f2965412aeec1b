import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { until } from './child.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'
import { type Mta, startMta, startStandIn } from './mta.ts'
import { describeWithDovecot } from './needs.ts'

describeWithDovecot('a mail server before Dovecot', () => {
  let dovecot: Dovecot
  const servers: Mta[] = []

  beforeAll(async () => {
    dovecot = await startDovecot()
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await dovecot.stop()
  })

  test.each([
    ['the real one', startMta],
    ['its stand-in', startStandIn],
  ])('%s delivers, and refuses as it is told', async (_title, start) => {
    const user = `support${servers.length}`
    const server = await start({
      deliverTo: dovecot,
      mailboxes: { 'support@acme.test': user },
      refuse: {
        'gone@customer.test': '550 5.1.1 no such user',
        'later@customer.test': '450 4.2.1 later',
      },
    })
    servers.push(server)
    const tls = { rejectUnauthorized: false }
    const transport = createTransport({ host: '127.0.0.1', port: server.port, tls })
    const send = (to: string) =>
      transport.sendMail({ from: 'ana@customer.test', to, messageId: '<1@customer.test>' })

    await send('support@acme.test')
    await until('the delivery', async () => (await dovecot.list(user)).length === 1)
    expect(await dovecot.list(user)).toMatchObject([{ messageId: '<1@customer.test>' }])
    await expect(send('gone@customer.test')).rejects.toMatchObject({ responseCode: 550 })
    await expect(send('later@customer.test')).rejects.toMatchObject({ responseCode: 450 })
    await send('anybody@elsewhere.test')
  })
})

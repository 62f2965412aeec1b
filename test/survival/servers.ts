import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { killDaemons } from './daemon.ts'
import { type DeskOptions, openDesk, type TestDesk } from './desk.ts'

/** A mail server and an SMTP server that the tests of a suite share, and the desk of the present test. */
export interface Servers {
  readonly dovecot: Dovecot
  readonly sink: Sink
  readonly desk: TestDesk
  /** Opens the desk of a test, which ends with it; `smtpPort` is that of the sink if nothing else is said. */
  open(options?: DeskOptions & { smtpPort?: number }): Promise<TestDesk>
}

/** Starts them before the first test of the suite; after each one its daemons and its mails are gone. */
export function sharedServers(): Servers {
  let dovecot: Dovecot
  let sink: Sink
  let desk: TestDesk

  beforeAll(async () => {
    dovecot = await startDovecot()
    sink = await startSmtpSink()
  })
  afterEach(async () => {
    await killDaemons()
    await desk.close()
    sink.mails.length = 0
    sink.behaviour.delay = 0
  })
  afterAll(async () => {
    await sink.stop()
    await dovecot.stop()
  })

  return {
    get dovecot() {
      return dovecot
    },
    get sink() {
      return sink
    },
    get desk() {
      return desk
    },
    async open(options = {}) {
      desk = await openDesk(dovecot, options.smtpPort ?? sink.port, options)
      return desk
    },
  }
}

import { type Desk, SUPPORT } from './desk.ts'
import { type MailHost, PASSWORD } from './mail-host.ts'
import { command, note, output, title } from './show.ts'

/** Says how to write to the running desk and how to read from it. */
export function sayHowToTakePart(
  desk: Desk,
  host: MailHost,
  people: Record<string, readonly [name: string, address: string]>,
): void {
  title('It stays open until Ctrl-C. Any mail program on this machine can take part:')
  output(`SMTP   127.0.0.1:${host.smtpPort}, no encryption, no login; write to ${SUPPORT}`)
  for (const [name, address] of Object.values(people)) {
    const port = host.imapPorts.get(address)
    output(
      `IMAP   127.0.0.1:${port}, no encryption, user ${address}, password ${PASSWORD}  (${name})`,
    )
  }
  const [, ana] = people.ana ?? ['', '']
  note('To write as Ana:')
  command(
    `printf 'From: ${ana}\\nTo: ${SUPPORT}\\nSubject: Hello\\n\\nNo ring tone either.\\n' | curl -s smtp://127.0.0.1:${host.smtpPort} --mail-from ${ana} --mail-rcpt ${SUPPORT} -T -`,
  )
  note('To read the answer, her next mail:')
  const next = (host.delivered.get(ana) ?? 0) + 1
  command(
    `curl -s --user ${ana}:${PASSWORD} 'imap://127.0.0.1:${host.imapPorts.get(ana)}/INBOX;MAILINDEX=${next}'`,
  )
  note('To see what the operator sees:')
  command(`npx ticketd --config ${desk.config} ticket list`)
  command(`npx ticketd --config ${desk.config} mail list`)
  command(`tail -f ${desk.log}`)
}

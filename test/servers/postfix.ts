import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startChild, until } from './child.ts'
import type { Dovecot } from './dovecot.ts'

const run = promisify(execFile)
const POSTFIX = ['/usr/sbin/postfix', '/usr/local/sbin/postfix'].find((file) => existsSync(file))
const asRoot = process.getuid?.() === 0

/** A real Postfix of this test alone, on loopback: mail to known addresses lands in Dovecot's mailboxes. */
export interface Postfix {
  port: number
  /** What it has logged so far. */
  log(): Promise<string>
  /** What waits in its queue, as `postqueue -p` prints it. */
  queue(): Promise<string>
  stop(): Promise<void>
}

/** Null when a Postfix can be started here, else the reason why not. */
export function postfixMissing(): string | null {
  if (POSTFIX === undefined) return 'Postfix is not installed.'
  return asRoot ? null : 'Postfix runs only as root.'
}

export interface PostfixOptions {
  /** Where mail is delivered: into the Maildirs of this server. */
  deliverTo: Dovecot
  /**
   * Address → user name in that Dovecot. Other addresses of the same domains are unknown; mail to
   * other domains is accepted and thrown away.
   */
  mailboxes: Record<string, string>
  /** Address → answer to RCPT TO, such as `550 5.1.1 no such user`. */
  refuse?: Record<string, string>
  /** Takes mail to unknown addresses too, and sends a report to the return path afterwards. */
  reportsLater?: boolean
}

export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const folder = await mkdtemp('/tmp/pf-')
  const conf = join(folder, 'conf')
  const data = join(folder, 'data')
  const port = await freePort()
  await chmod(folder, 0o755)
  for (const path of [conf, data, join(folder, 'queue')]) await mkdir(path)
  await run('chown', ['postfix', data])
  await writeFile(join(conf, 'main.cf'), mainConfig(folder, options))
  await writeFile(join(conf, 'master.cf'), masterConfig(port))

  const log = () => readFile(join(folder, 'postfix.log'), 'utf8').catch(() => '')
  const child = startChild('sh', '-c', KEEPER, conf)
  await until(
    `Postfix on port ${port}`,
    async () => {
      if (child.ended() === undefined) return greets(port)
      throw new Error(`Postfix did not start: ${child.output()}\n${await log()}`)
    },
    20_000,
  )
  return {
    port,
    log,
    queue: async () => (await run('postqueue', ['-c', conf, '-p'])).stdout,
    async stop() {
      await child.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Postfix leaves the processes that start it; this one stays, and stops it when it is ended itself. */
const KEEPER = `
postfix -c "$0" start || exit 1
trap 'kill $!; postfix -c "$0" stop; exit 0' TERM
sleep 86400 & wait`

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.on('data', (chunk) => {
      resolve(chunk.toString().startsWith('220'))
      socket.destroy()
    })
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
  })
}

function mainConfig(folder: string, options: PostfixOptions): string {
  const { deliverTo, mailboxes, refuse = {}, reportsLater = false } = options
  const users = table(mailboxes, (user) => `${user}/`)
  const domains = [...new Set(Object.keys(mailboxes).map((address) => address.split('@')[1]))]
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = /tmp, /var
myhostname = mail.test.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
    check_recipient_access inline:{${table(refuse, (answer) => answer)}}
    permit_mynetworks, reject
default_transport = discard:
relay_transport = discard:
local_transport = discard:
smtpd_client_connection_count_limit = 0
smtpd_reject_unlisted_recipient = ${reportsLater ? 'no' : 'yes'}
recipient_delimiter = +
message_size_limit = 104857600
virtual_mailbox_domains = ${domains.join(', ')}
virtual_mailbox_base = ${deliverTo.mailFolder}
virtual_mailbox_maps = inline:{${users}}
virtual_mailbox_limit = 0
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
`
}

/** The inside of an inline table; Postfix wants one entry even where there is none to give. */
function table(entries: Record<string, string>, value: (text: string) => string): string {
  const given = Object.entries(entries)
  const lines = given.length > 0 ? given : [['nobody@nowhere.invalid', '550 nobody']]
  return lines.map(([key = '', text = '']) => ` { ${key} = ${value(text)} }`).join(',')
}

function masterConfig(port: number): string {
  return `127.0.0.1:${port} inet n - n - 100 smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
error     unix  - - n - - error
retry     unix  - - n - - error
proxymap  unix  - - n - - proxymap
anvil     unix  - - n - 1 anvil
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
showq     unix  n - n - - showq
postlog   unix-dgram n - n - 1 postlogd
`
}

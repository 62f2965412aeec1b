import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Child, freePort, startChild, until } from './child.ts'
import { type DovecotSite, dovecotConfig, PASSWORD, tokenCheck } from './dovecot-config.ts'

const run = promisify(execFile)
const DOVECOT = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((file) => existsSync(file))
const asRoot = process.getuid?.() === 0

/** One mail as it lies in a folder. */
export interface Lying {
  uid: number
  flags: string[]
  messageId: string
}

/** A real Dovecot of this test alone, on loopback. Any user name exists, with the password `secret`. */
export interface Dovecot {
  port: number
  /** Implicit TLS (needs `tls`). */
  tlsPort: number
  password: string
  /** Where the mailboxes lie: one Maildir per user name. */
  mailFolder: string
  /** File with the self-signed certificate of this server for localhost, with `tls`. */
  certificate: string
  /** Puts one mail into a folder, as a delivery agent would; `at` becomes its INTERNALDATE. */
  deliver(user: string, mail: string | Buffer, at?: Date, folder?: string): Promise<void>
  /** What lies in a folder, by ascending UID. */
  list(user: string, folder?: string): Promise<Lying[]>
  /** Gives the folder another UIDVALIDITY, as a restored or migrated server would. */
  setUidValidity(user: string, value: number, folder?: string): Promise<void>
  expunge(user: string, folder?: string): Promise<void>
  /** Any doveadm command against this server; resolves with what it printed. */
  doveadm(...args: string[]): Promise<string>
  /** What the server has logged so far. */
  log(): string
  /** Ends it at once, as a crash would; start it again with `restart`. */
  kill(): Promise<void>
  /** Ends it if it runs and starts it on the same ports with the same mail. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Null when a Dovecot can be started here, else the reason why not. */
export function dovecotMissing(): string | null {
  return DOVECOT === undefined ? 'Dovecot is not installed.' : null
}

export async function startDovecot(
  options: {
    tls?: boolean
    /** Asked about access tokens: an address that the token completes. Dovecot 2.3 only. */
    tokenInfo?: string
  } = {},
): Promise<Dovecot> {
  const folder = await mkdtemp('/tmp/dc-')
  const site: DovecotSite = {
    version: version(),
    folder,
    port: await freePort(),
    tlsPort: await freePort(),
    tls: options.tls ?? false,
    tokenInfo: options.tokenInfo ?? null,
    unprivileged: asRoot ? null : { user: ownName('-un'), group: ownName('-gn') },
  }
  const owner = asRoot ? { uid: ownId('-u', 'nobody'), gid: ownId('-g', 'nobody') } : null
  const own = async (path: string) => {
    if (owner) await chown(path, owner.uid, owner.gid)
  }
  const mailFolder = join(folder, 'mail')
  const config = join(folder, 'dovecot.conf')
  // mkdtemp makes 0700: the owner of the mail must be able to pass.
  await chmod(folder, 0o755)
  await mkdir(mailFolder)
  await own(mailFolder)
  const certificate = site.tls ? await makeCertificate(folder) : ''
  await writeFile(config, dovecotConfig(site))
  if (site.tokenInfo) await writeFile(join(folder, 'oauth2.conf'), tokenCheck(site.tokenInfo))

  let child = await start(config, site.port)
  const doveadm = async (...args: string[]) =>
    (await run('doveadm', ['-c', config, ...args], { maxBuffer: 1e8 })).stdout
  const ready = new Set<string>()
  let delivered = 0

  return {
    port: site.port,
    tlsPort: site.tlsPort,
    password: PASSWORD,
    mailFolder,
    certificate,
    doveadm,
    log: () => child.output(),
    async deliver(user, mail, at, box = 'INBOX') {
      const inbox = join(mailFolder, user)
      const maildir = box === 'INBOX' ? inbox : join(inbox, `.${box}`)
      for (const one of [inbox, maildir]) {
        if (!ready.has(one)) await makeMaildir(one, own)
        ready.add(one)
      }
      delivered += 1
      // Dovecot gives UIDs in the order of the times in the names.
      const name = `${1_700_000_000 + delivered}.${randomBytes(6).toString('hex')}.test`
      const written = join(maildir, 'tmp', name)
      await writeFile(written, mail)
      await own(written)
      if (at) await utimes(written, at, at)
      await rename(written, join(maildir, 'new', name))
    },
    async list(user, box = 'INBOX') {
      const fields = 'uid flags hdr.message-id'
      const printed = await doveadm('-f', 'tab', 'fetch', '-u', user, fields, 'mailbox', box, 'all')
      return printed.trim().split('\n').slice(1).map(lying)
    },
    async setUidValidity(user, value, box = 'INBOX') {
      await doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(value), box)
    },
    async expunge(user, box = 'INBOX') {
      await doveadm('expunge', '-u', user, 'mailbox', box, 'all')
    },
    kill: () => child.kill(),
    async restart() {
      await child.kill()
      // It would take the process number of a dead server for a running one.
      await rm(join(folder, 'run', 'master.pid'), { force: true })
      child = await until('a restart of Dovecot', () => startUnlessTaken(config, site.port))
    },
    async stop() {
      // In good order it takes a second longer, and there is nothing to keep.
      await child.kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function lying(line: string): Lying {
  const [uid = '', flags = '', messageId = ''] = line.split('\t')
  return { uid: Number(uid), flags: flags.split(' ').filter(Boolean), messageId: messageId.trim() }
}

async function start(config: string, port: number): Promise<Child> {
  const child = startChild(DOVECOT ?? 'dovecot', '-F', '-c', config)
  await until(`Dovecot on port ${port}`, () => {
    if (child.ended() !== undefined) throw new Error(`Dovecot did not start: ${child.output()}`)
    return loginWorks(port)
  })
  return child
}

/** Processes of a killed server hold its sockets for an instant more: null while they do. */
function startUnlessTaken(config: string, port: number): Promise<Child | null> {
  return start(config, port).catch((error) => {
    if (/already (?:exists|in use)/.test(String(error))) return null
    throw error
  })
}

/** The port listens before the login processes work. */
function loginWorks(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.write(`a LOGIN ready ${PASSWORD}\r\nb LOGOUT\r\n`)
    })
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(/^a OK/m.test(heard)))
  })
}

async function makeMaildir(path: string, own: (path: string) => Promise<void>): Promise<void> {
  for (const folder of [path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) {
    await mkdir(folder, { recursive: true })
    await own(folder)
  }
}

async function makeCertificate(folder: string): Promise<string> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  await run('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert])
  return cert
}

function version(): '2.3' | '2.4' {
  const printed = execFileSync(DOVECOT ?? 'dovecot', ['--version'], { encoding: 'utf8' })
  return printed.startsWith('2.3') ? '2.3' : '2.4'
}

function ownName(option: '-un' | '-gn'): string {
  return execFileSync('id', [option], { encoding: 'utf8' }).trim()
}

function ownId(option: '-u' | '-g', user: string): number {
  return Number(execFileSync('id', [option, user], { encoding: 'utf8' }))
}

import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Child, freePort, startChild, until } from './child.ts'

const run = promisify(execFile)
const SLAPD = ['/usr/sbin/slapd', '/usr/local/libexec/slapd'].find((file) => existsSync(file))
const SCHEMAS = '/etc/ldap/schema'

export const BASE = 'dc=globex,dc=test'
export const ADMIN = { bindDn: `cn=admin,${BASE}`, password: 'secret' }

/** A real OpenLDAP server of this test alone, on loopback. */
export interface Slapd {
  /** `ldap://localhost:…`, which also takes StartTLS. */
  url: string
  /** `ldaps://localhost:…`. */
  tlsUrl: string
  /** File with its self-signed certificate. */
  certificate: string
  stop(): Promise<void>
}

/** Null when a slapd can be started here, else the reason why not. */
export function slapdMissing(): string | null {
  return SLAPD === undefined ? 'OpenLDAP (slapd) is not installed.' : null
}

/** Starts it with these entries, in LDIF (RFC 2849), below its base. */
export async function startSlapd(entries: readonly string[]): Promise<Slapd> {
  const folder = await mkdtemp('/tmp/ld-')
  const [port, tlsPort] = [await freePort(), await freePort()]
  await mkdir(join(folder, 'db'))
  const certificate = makeCertificate(folder)
  const config = join(folder, 'slapd.conf')
  await writeFile(config, configuration(folder))
  const top = `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Globex\ndc: globex\n`
  await writeFile(join(folder, 'users.ldif'), [top, ...entries].join('\n'))
  await run('slapadd', ['-q', '-f', config, '-l', join(folder, 'users.ldif')])
  const urls = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`
  const child: Child = startChild(SLAPD ?? 'slapd', '-d', '0', '-f', config, '-h', urls)
  await until(`slapd on port ${port}`, () => {
    if (child.ended() !== undefined) throw new Error(`slapd did not start: ${child.output()}`)
    return listens(port)
  })
  return {
    url: `ldap://localhost:${port}`,
    tlsUrl: `ldaps://localhost:${tlsPort}`,
    certificate,
    async stop() {
      await child.kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** No more than 500 entries are given at once: whoever wants all has to ask page by page. */
function configuration(folder: string): string {
  return `
include ${SCHEMAS}/core.schema
include ${SCHEMAS}/cosine.schema
include ${SCHEMAS}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
maxsize 104857600
suffix "${BASE}"
rootdn "${ADMIN.bindDn}"
rootpw ${ADMIN.password}
directory ${folder}/db
sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited
# The limit would not hold for rootdn: everybody may read.
access to * by * read
`
}

function makeCertificate(folder: string): string {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  return cert
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { Client, InvalidCredentialsError } from 'ldapts'
import { Failure, sentence } from '../errors.ts'
import { gatherUsers, type Reading, type Values } from './reading.ts'

/** How an LDAP directory is reached and read. */
export interface LdapSource {
  url: string
  startTls: boolean
  /** File with the certificate of a private authority. */
  ca?: string | undefined
  bindDn?: string | undefined
  password?: string | undefined
  base: string
  filter: string
  /** Milliseconds. */
  timeout: number
  /** Which attribute holds what; empty: none does. */
  attributes: Record<Exclude<keyof Values, 'name'>, string>
}

/** RFC 2696: servers give at most so many entries at once, 1000 in many. */
const PAGE = 500

/**
 * All users of an LDAP directory, page by page. Throws Failure `invalid-login` when the server
 * refuses the login, else `directory-server` with the server's words.
 */
export async function readLdap(source: LdapSource): Promise<Reading> {
  try {
    return await readWith(clientOf(source), source)
  } catch (error) {
    throw asFailure(error, source)
  }
}

function clientOf(source: LdapSource): Client {
  const { url, timeout } = source
  const secure = /^ldaps:/i.test(url) && { tlsOptions: tlsOf(source) }
  return new Client({ url, timeout, connectTimeout: timeout, ...secure })
}

async function readWith(client: Client, source: LdapSource): Promise<Reading> {
  try {
    if (source.startTls) await client.startTLS(tlsOf(source))
    if (source.bindDn !== undefined) await client.bind(source.bindDn, source.password ?? '')
    return await search(client, source)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

/** The name of the server is checked against its certificate, also after StartTLS. */
function tlsOf({ url, ca }: LdapSource): { host: string; servername?: string; ca?: Buffer } {
  const host = new URL(url).hostname
  return {
    host,
    // RFC 6066 section 3: an IP address is no server name.
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca: readFileSync(ca) }),
  }
}

async function search(client: Client, { base, filter, attributes }: LdapSource): Promise<Reading> {
  const gathered = gatherUsers()
  const wanted = Object.entries(attributes).filter(([, attribute]) => attribute !== '')
  const pages = client.searchPaginated(base, {
    scope: 'sub',
    filter,
    attributes: wanted.map(([, attribute]) => attribute),
    paged: { pageSize: PAGE },
  })
  for await (const { searchEntries } of pages) {
    for (const entry of searchEntries) {
      const values = wanted.map(([field, attribute]) => [field, firstText(entry[attribute])])
      gathered.add({ entry: entry.dn }, Object.fromEntries(values) as Values)
    }
  }
  return gathered.reading
}

/** An attribute may have several values, and binary ones such as objectGUID. */
function firstText(value: Buffer | Buffer[] | string | string[] | undefined): string {
  const first = Array.isArray(value) ? value[0] : value
  return Buffer.isBuffer(first) ? first.toString('hex') : (first ?? '')
}

function asFailure(error: unknown, { url, bindDn }: LdapSource): Failure {
  if (error instanceof InvalidCredentialsError) {
    return new Failure('invalid-login', `${url} refuses the login of ${bindDn}.`, { cause: error })
  }
  return new Failure('directory-server', `${url}: ${sentence(error)}`, {
    lasting: 'temporary',
    cause: error,
  })
}

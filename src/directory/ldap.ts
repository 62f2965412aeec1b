import { Client, InvalidCredentialsError } from 'ldapts'
import { Failure, sentence } from '../errors.ts'
import { gatherUsers, type Reading, type Values } from './reading.ts'

/** How an LDAP directory is reached and read. */
export interface LdapSource {
  url: string
  startTls: boolean
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
 * All users of an LDAP directory, page by page. Throws Failure `invalid-login` when the server refuses
 * the login, else `directory-server` with the server's words.
 */
export async function readLdap(source: LdapSource): Promise<Reading> {
  const client = new Client({
    url: source.url,
    timeout: source.timeout,
    connectTimeout: source.timeout,
  })
  try {
    if (source.startTls) await client.startTLS({ servername: new URL(source.url).hostname })
    if (source.bindDn !== undefined) await client.bind(source.bindDn, source.password ?? '')
    return await search(client, source)
  } catch (error) {
    throw asFailure(error, source)
  } finally {
    await client.unbind().catch(() => undefined)
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
      gathered.add(entry.dn, Object.fromEntries(values) as Values)
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

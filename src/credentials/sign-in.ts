import type { Config, Imap } from '../config/schema.ts'

export type OAuth2 = NonNullable<Imap['oauth2']>

/** A login by a token: who logs in, and where its tokens come from. */
export interface Login {
  user: string
  oauth2: OAuth2
}

/** Where a provider does what (RFC 6749 section 3, RFC 8628 section 3.1). */
export interface Endpoints {
  issuer: string
  tokenUrl: string
  /** Null where a person cannot agree in a browser. */
  authorizeUrl: string | null
  /** Null where there are no device codes for mail. */
  deviceUrl: string | null
}

/**
 * One authorization at one provider: all servers and connections that it serves share its tokens.
 */
export interface SignIn {
  /** Its name in the store; without any secret in it. */
  key: string
  /** Who agrees; null where the application signs in by itself. */
  user: string | null
  clientId: string
  clientSecret: string | null
  endpoints: Endpoints
  /** Separated by spaces. */
  scope: string
  /** What the provider wants to be told beside the usual, when a person is asked to agree. */
  asking: Record<string, string>
}

/** What the permissions of a person, and those of an application, are asked for at. */
const MICROSOFT = {
  user: 'https://outlook.office.com',
  application: 'https://outlook.office365.com',
}

export function signInOf({ user, oauth2 }: Login): SignIn {
  const byApplication = oauth2.grant === 'application'
  const endpoints = endpointsOf(oauth2)
  const scope = (oauth2.scopes ?? usualScopes(oauth2)).join(' ')
  const who = byApplication ? null : user
  return {
    key: [endpoints.tokenUrl, oauth2.clientId, who ?? 'the application', scope].join(' '),
    user: who,
    clientId: oauth2.clientId,
    clientSecret: typeof oauth2.clientSecret === 'string' ? oauth2.clientSecret : null,
    endpoints,
    scope,
    asking: { ...ASKING[oauth2.provider], login_hint: user },
  }
}

/** Without these Google gives a refresh token at the first time only. */
const ASKING: Record<OAuth2['provider'], Record<string, string>> = {
  google: { access_type: 'offline', prompt: 'consent' },
  microsoft: { prompt: 'select_account' },
  other: {},
}

function endpointsOf(oauth2: OAuth2): Endpoints {
  const usual = usualEndpoints(oauth2)
  const tokenUrl = oauth2.tokenUrl ?? usual.tokenUrl
  return {
    issuer: usual.issuer || new URL(tokenUrl).origin,
    tokenUrl,
    authorizeUrl: oauth2.authorizeUrl ?? usual.authorizeUrl,
    deviceUrl: oauth2.deviceUrl ?? usual.deviceUrl,
  }
}

function usualEndpoints({ provider, tenant }: OAuth2): Endpoints {
  switch (provider) {
    case 'google':
      return {
        issuer: 'https://accounts.google.com',
        tokenUrl: 'https://oauth2.googleapis.com/token',
        authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
        // Google gives device codes for a few scopes, and none of them is mail.
        deviceUrl: null,
      }
    case 'microsoft': {
      const home = `https://login.microsoftonline.com/${tenant ?? 'common'}`
      return {
        issuer: `${home}/v2.0`,
        tokenUrl: `${home}/oauth2/v2.0/token`,
        authorizeUrl: `${home}/oauth2/v2.0/authorize`,
        deviceUrl: `${home}/oauth2/v2.0/devicecode`,
      }
    }
    case 'other':
      return { issuer: '', tokenUrl: '', authorizeUrl: null, deviceUrl: null }
  }
}

/** One token for IMAP and SMTP alike. */
function usualScopes({ provider, grant }: OAuth2): string[] {
  if (provider === 'google') return ['https://mail.google.com/']
  if (provider === 'other') return []
  if (grant === 'application') return [`${MICROSOFT.application}/.default`]
  const { user } = MICROSOFT
  return [`${user}/IMAP.AccessAsUser.All`, `${user}/SMTP.Send`, 'offline_access']
}

/** A sign-in with the names of the mailboxes that read or send by it. */
export interface UsedSignIn extends SignIn {
  reads: string[]
  sends: string[]
}

/** Every sign-in of the configuration, once. */
export function signInsOf({ mailboxes, smtp }: Pick<Config, 'mailboxes' | 'smtp'>): UsedSignIn[] {
  const found = new Map<string, UsedSignIn>()
  const add = (name: string, does: 'reads' | 'sends', server: Partial<Login>) => {
    if (!server.oauth2) return
    const signIn = signInOf({ user: server.user ?? '', oauth2: server.oauth2 })
    const used = found.get(signIn.key) ?? { ...signIn, reads: [], sends: [] }
    used[does].push(name)
    found.set(signIn.key, used)
  }
  for (const mailbox of mailboxes) {
    add(mailbox.name, 'reads', mailbox.imap as Partial<Login>)
    add(mailbox.name, 'sends', (mailbox.smtp ?? smtp) as Partial<Login>)
  }
  return [...found.values()]
}

/** Who signs in where, for people: `support@acme.test at login.microsoftonline.com`. */
export function signInName({ user, endpoints, clientId }: SignIn): string {
  return `${user ?? `the application ${clientId}`} at ${new URL(endpoints.tokenUrl).host}`
}

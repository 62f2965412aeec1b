import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  discovery,
  initiateDeviceAuthorization,
  None,
  pollDeviceAuthorizationGrant,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client'
import { Failure, sentence } from '../errors.ts'
import { adviceOnRefusal } from './refusal.ts'
import { type SignIn, signInName } from './sign-in.ts'
import { withoutSecrets } from './unsaid.ts'

/** What a provider gives. */
export interface Tokens {
  access: string
  /** Null for an application, and where the provider lets the one used before live on. */
  refresh: string | null
  /** Seconds that the access token is good for. */
  lasts: number
}

/** RFC 6749 section 5.1 leaves it open; an hour is what everybody gives. */
const USUAL_LIFE = 3600
/** So long a provider may take to answer, in seconds. */
const TIMEOUT = 20

/**
 * Exchanges a refresh token (RFC 6749 section 6). Every function here throws what
 * `oauthFailure` makes.
 */
export async function refreshed(signIn: SignIn, refreshToken: string): Promise<Tokens> {
  const { scope } = signIn
  const config = client(signIn)
  return await asked(signIn, () => refreshTokenGrant(config, refreshToken, { scope }), refreshToken)
}

/** A token for the application itself (RFC 6749 section 4.4). */
export async function grantedToApplication(signIn: SignIn): Promise<Tokens> {
  const { scope } = signIn
  return await asked(signIn, () => clientCredentialsGrant(client(signIn), { scope }))
}

/** A code that a person enters on any device (RFC 8628). */
export interface DeviceCode {
  userCode: string
  url: string
  /** Resolves when the person has agreed. */
  tokens(signal: AbortSignal): Promise<Tokens>
}

export async function startDevice(signIn: SignIn): Promise<DeviceCode> {
  const { scope } = signIn
  const config = client(signIn)
  const started = await trying(signIn, () => initiateDeviceAuthorization(config, { scope }))
  return {
    userCode: started.user_code,
    url: started.verification_uri,
    tokens: (signal) =>
      asked(signIn, () => pollDeviceAuthorizationGrant(config, started, undefined, { signal })),
  }
}

/** A page where a person agrees, which then leads the browser to `redirectUri`. */
export interface BrowserCode {
  url: string
  /** Whether an address answers this very question, with yes or no (RFC 6749 section 10.12). */
  isAnswer(address: string): boolean
  /** `redirected` is the whole address that the browser was led to. */
  tokens(redirected: string): Promise<Tokens>
}

/**
 * Authorization code with PKCE (RFC 7636) and a redirect to this machine (RFC 8252 section 7.3).
 */
export async function startBrowser(signIn: SignIn, redirectUri: string): Promise<BrowserCode> {
  const config = client(signIn)
  const verifier = randomPKCECodeVerifier()
  const state = randomState()
  const url = buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: signIn.scope,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...signIn.asking,
  })
  const checks = { pkceCodeVerifier: verifier, expectedState: state }
  return {
    url: url.href,
    isAnswer: (address) => new URL(address).searchParams.get('state') === state,
    tokens: (redirected) =>
      asked(signIn, () => authorizationCodeGrant(config, new URL(redirected), checks)),
  }
}

/**
 * The endpoints that a provider names (RFC 8414, or OpenID Connect Discovery). Throws Failure
 * `oauth-unreachable`, also where it names none.
 */
export async function discovered(
  issuer: string,
): Promise<{ tokenUrl: string; authorizeUrl?: string; deviceUrl?: string }> {
  const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : []
  try {
    const found = (
      await discovery(new URL(issuer), 'unknown', undefined, None(), { execute, timeout: TIMEOUT })
    ).serverMetadata()
    if (found.token_endpoint === undefined) throw new Error('it names no token endpoint')
    return {
      tokenUrl: found.token_endpoint,
      ...(found.authorization_endpoint && { authorizeUrl: found.authorization_endpoint }),
      ...(found.device_authorization_endpoint && {
        deviceUrl: found.device_authorization_endpoint,
      }),
    }
  } catch (error) {
    const fault = sentence(causeOf(error))
    throw new Failure(
      'oauth-unreachable',
      `${issuer} does not say where its tokens are: ${fault}`,
      {
        advice: 'Correct the address, or write tokenUrl and the others into the configuration.',
        cause: error,
      },
    )
  }
}

function client({ endpoints, clientId, clientSecret }: SignIn): Configuration {
  const { issuer, tokenUrl, authorizeUrl, deviceUrl } = endpoints
  const server = {
    issuer,
    token_endpoint: tokenUrl,
    ...(authorizeUrl && { authorization_endpoint: authorizeUrl }),
    ...(deviceUrl && { device_authorization_endpoint: deviceUrl }),
  }
  const proof = clientSecret === null ? None() : ClientSecretPost(clientSecret)
  const config = new Configuration(server, clientId, {}, proof)
  config.timeout = TIMEOUT
  // The configuration allows it for this machine only.
  if (tokenUrl.startsWith('http:')) allowInsecureRequests(config)
  return config
}

async function asked(
  signIn: SignIn,
  ask: () => Promise<TokenEndpointResponse>,
  refreshToken?: string,
): Promise<Tokens> {
  const given = await trying(signIn, ask, refreshToken)
  return {
    access: given.access_token,
    refresh: given.refresh_token ?? null,
    lasts: given.expires_in ?? USUAL_LIFE,
  }
}

async function trying<T>(signIn: SignIn, ask: () => Promise<T>, refreshToken?: string): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw oauthFailure(error, signIn, refreshToken)
  }
}

/** Errors of RFC 6749 sections 4.1.2.1 and 5.2 that say "later", not "no". */
const LATER = ['temporarily_unavailable', 'server_error', 'slow_down']
/** Request Timeout (RFC 9110 section 15.5.9) and Too Many Requests (RFC 6585 section 4) say it, too. */
const LATER_BY_STATUS = [408, 429]

/** What the library's errors carry: the server's answer, or the fault behind a failed request. */
interface Details {
  status?: number
  error?: string
  error_description?: string
  cause?: unknown
}

/**
 * The failure in our words: `oauth-refused` (permanent: the provider said no, and will again) or
 * `oauth-unreachable` (temporary). No secret is in it.
 */
export function oauthFailure(
  error: unknown,
  signIn: SignIn,
  refreshToken: string | null = null,
): Failure {
  const details: Details = typeof error === 'object' && error !== null ? error : {}
  const name = signInName(signIn)
  const secrets = [signIn.clientSecret, refreshToken]
  const status = details.status ?? 400
  // A 401 with a challenge comes without its body (RFC 6749 section 5.2).
  const kind = details.error ?? (status === 401 ? 'invalid_client' : undefined)
  const isLater = status >= 500 || LATER_BY_STATUS.includes(status)
  if (kind !== undefined && !isLater && !LATER.includes(kind)) {
    // Microsoft adds lines with trace ids.
    const said = details.error_description?.split(/[\r\n]/)[0]
    const words = said ? `${withoutSecrets(said, secrets).slice(0, 300)} (${kind})` : kind
    const advice = adviceOnRefusal(words)
    return new Failure('oauth-refused', `${name} is refused: ${words}`, {
      ...(advice && { advice }),
      cause: error,
    })
  }
  const fault = details.error ?? sentence(causeOf(error))
  return new Failure('oauth-unreachable', `No token for ${name} at the moment: ${fault}`, {
    lasting: 'temporary',
    advice: 'Nothing is lost: it is tried again by itself.',
    cause: error,
  })
}

/** The innermost error says most: `fetch failed` alone says nothing. */
function causeOf(error: unknown): unknown {
  const inner = (error as Details).cause
  const speaks = typeof inner === 'object' && inner !== null && 'message' in inner
  return speaks ? causeOf(inner) : error
}

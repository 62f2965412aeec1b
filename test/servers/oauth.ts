import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request to the token endpoint. */
export interface Asked {
  grant: string
  form: URLSearchParams
}

/** A provider of OAuth 2.0 on loopback, for one user at a time. */
export interface Provider {
  url: string
  /** What it was asked for tokens with, in order. */
  asked: Asked[]
  /** Whose tokens it gives. */
  user: string
  /** Seconds that an access token is good for. */
  lasts: number
  /** The error that every request for tokens is answered with, `invalid_grant` and the like. */
  refuse: string | null
  /** The status of that answer. */
  status: number
  /** A refresh gives another refresh token, and the one before is spent. */
  rotates: boolean
  /** Milliseconds before an answer. */
  delay: number
  /** Whether an access token is good. */
  knows(token: string): boolean
  /** Nothing that it gave so far is good any more. */
  revoke(): void
  /** The `oauth2` of a configuration that asks here. */
  settings(more?: Record<string, unknown>): Record<string, unknown>
  stop(): Promise<void>
}

export async function startProvider(user: string): Promise<Provider> {
  const access = new Map<string, string>()
  const refresh = new Set<string>()
  const challenges = new Map<string, string>()
  let given = 0

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const url = new URL(request.url ?? '/', provider.url)
      const { status, json, location } = answer(url, new URLSearchParams(body))
      setTimeout(() => {
        response.writeHead(status, {
          'Content-Type': 'application/json',
          ...(location && { Location: location }),
          ...(status === 401 && { 'WWW-Authenticate': 'Bearer error="invalid_client"' }),
        })
        response.end(JSON.stringify(json ?? {}))
      }, provider.delay)
    })
  })

  function answer(
    url: URL,
    form: URLSearchParams,
  ): { status: number; json?: object; location?: string } {
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return { status: 200, json: described(provider.url) }
      case '/device':
        return { status: 200, json: deviceCode(provider.url) }
      case '/authorize':
        return { status: 302, location: agreed(url.searchParams) }
      case '/token':
        return token(form)
      case '/tokeninfo': {
        // What Dovecot asks about a token that it was shown.
        const whose = access.get(url.searchParams.get('access_token') ?? '')
        return whose
          ? { status: 200, json: { email: whose } }
          : { status: 400, json: { error: 'invalid_token' } }
      }
      default:
        return { status: 404 }
    }
  }

  function agreed(query: URLSearchParams): string {
    const back = new URL(query.get('redirect_uri') ?? '')
    challenges.set('the-code', query.get('code_challenge') ?? '')
    back.searchParams.set('code', 'the-code')
    back.searchParams.set('state', query.get('state') ?? '')
    return back.href
  }

  function token(form: URLSearchParams): { status: number; json: object } {
    const grant = form.get('grant_type') ?? ''
    provider.asked.push({ grant, form })
    const error = provider.refuse ?? refusal(grant, form)
    if (error !== null) {
      const json = { error, error_description: `AADSTS1: ${error}\r\nTrace ID: 1` }
      return { status: provider.status, json }
    }
    given += 1
    const [one, other] = [`access-${given}`, `refresh-${given}`]
    access.set(one, provider.user)
    const renews = grant === 'refresh_token' && !provider.rotates
    const lives = grant !== 'client_credentials' && !renews
    if (grant === 'refresh_token' && provider.rotates) {
      refresh.delete(form.get('refresh_token') ?? '')
    }
    if (lives) refresh.add(other)
    return {
      status: 200,
      json: {
        access_token: one,
        token_type: 'Bearer',
        expires_in: provider.lasts,
        ...(lives && { refresh_token: other }),
      },
    }
  }

  function refusal(grant: string, form: URLSearchParams): string | null {
    if (grant === 'client_credentials') {
      return form.get('client_secret') === 'hush' ? null : 'invalid_client'
    }
    if (grant === 'refresh_token') {
      return refresh.has(form.get('refresh_token') ?? '') ? null : 'invalid_grant'
    }
    if (grant === 'authorization_code') {
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      return challenges.get(form.get('code') ?? '') === proof ? null : 'invalid_grant'
    }
    return form.get('device_code') === 'the-device' ? null : 'invalid_grant'
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: Provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    user,
    lasts: 3600,
    refuse: null,
    status: 400,
    rotates: false,
    delay: 0,
    knows: (one) => access.has(one),
    revoke() {
      access.clear()
      refresh.clear()
    },
    settings: (more = {}) => ({
      provider: 'other',
      clientId: 'the-client',
      scopes: ['mail'],
      tokenUrl: `${provider.url}/token`,
      authorizeUrl: `${provider.url}/authorize`,
      deviceUrl: `${provider.url}/device`,
      ...more,
    }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return provider
}

function described(url: string): object {
  return {
    issuer: url,
    token_endpoint: `${url}/token`,
    authorization_endpoint: `${url}/authorize`,
    device_authorization_endpoint: `${url}/device`,
  }
}

function deviceCode(url: string): object {
  return {
    device_code: 'the-device',
    user_code: 'WXYZ-1234',
    verification_uri: `${url}/enter`,
    expires_in: 60,
    interval: 1,
  }
}

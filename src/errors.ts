/**
 * A failure that somebody can act on. Sorted where it happens, because only that place knows
 * whether trying again can help; `code` is for programs, `message` is one sentence for people,
 * `advice` says what to do about it.
 */
export class Failure extends Error {
  override name = 'Failure'
  readonly code: string
  readonly lasting: 'temporary' | 'permanent'
  readonly advice: string | undefined
  /** What is wrong, as a value: for whoever says it in another language. */
  readonly fault: { is: string } | undefined

  constructor(
    code: string,
    message: string,
    more: {
      lasting?: 'temporary' | 'permanent'
      advice?: string
      fault?: { is: string }
      cause?: unknown
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.lasting = more.lasting ?? 'permanent'
    this.advice = more.advice
    this.fault = more.fault
  }
}

/** True for what may go away by itself: a full disk, a lost connection, a busy store. */
export function isTemporary(error: unknown): boolean {
  return error instanceof Failure && error.lasting === 'temporary'
}

/** The machine-readable code of any error (ours, Node's, a library's), or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** One line of text for any thrown value; never a stack. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(OPENSSL, '$1').replace(/\s+/g, ' ').trim() || 'unknown error'
}

/**
 * OpenSSL puts its words between codes and the place in its source:
 * `…:wrong version number:….c:350:`.
 */
const OPENSSL = /\b[0-9A-F]+:error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+):[^:]*:\d+:/g

/** What to do about a connection whose encryption fails; undefined where that is not its fault. */
export function adviceOnTls(error: unknown): string | undefined {
  const told = `${codeOf(error)} ${sentence(error)}`
  if (/certificate|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO/.test(told)) {
    return 'The certificate of the server is not trusted: check the host name, add its authority with NODE_EXTRA_CA_CERTS, or set verifyCertificate to false for this server.'
  }
  if (/EPROTO|wrong version number|WRONG_VERSION_NUMBER/.test(told)) {
    return 'The port does not speak TLS: check port and security.'
  }
  return undefined
}

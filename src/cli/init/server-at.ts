/** What is said of a server beside its name. */
export interface At {
  port?: number | undefined
  security?: string | undefined
}

/** Ports at which a connection begins in clear text and is then encrypted. */
const STARTTLS_PORTS = [25, 143, 587]
/** Ports at which it is encrypted from the beginning (RFC 8314). */
const TLS_PORTS = [465, 993]

/** A server as it was answered: `mail.acme.test`, or `mail.acme.test:587`, which says how to encrypt, too. */
export function serverAt(answer: string | undefined, { port, security }: At): object {
  const { host, port: named } = partsOf(answer)
  return { host, port: port ?? named, security: security ?? securityByPort(named) }
}

/** How a server that was answered so is usually encrypted. */
export function usualSecurity(answer: string | undefined): string {
  return securityByPort(partsOf(answer).port) ?? 'tls'
}

/** Whether the answer names a port that says nothing of encryption. */
export function isOddPort(answer: string | undefined): boolean {
  const { port } = partsOf(answer)
  return port !== undefined && ![...STARTTLS_PORTS, ...TLS_PORTS].includes(port)
}

function securityByPort(port: number | undefined): string | undefined {
  return port !== undefined && STARTTLS_PORTS.includes(port) ? 'starttls' : undefined
}

function partsOf(answer = ''): { host: string; port: number | undefined } {
  const [, host = answer, digits] = /^([^:]+):(\d+)$/.exec(answer) ?? []
  return { host, port: digits === undefined ? undefined : Number(digits) }
}

/** What is said of a server beside its name. */
export interface At {
  port?: number | undefined
  security?: string | undefined
}

/** Ports at which a connection begins in clear text and is then encrypted. */
const STARTTLS_PORTS = [25, 143, 587]

/** A server as it was answered: `mail.acme.test`, or `mail.acme.test:587`, which says how to encrypt, too. */
export function serverAt(answer: string | undefined, { port, security }: At): object {
  const [, host = answer, digits] = /^([^:]+):(\d+)$/.exec(answer ?? '') ?? []
  const named = digits === undefined ? undefined : Number(digits)
  const at = port ?? named
  const usual = named !== undefined && STARTTLS_PORTS.includes(named) ? 'starttls' : undefined
  return { host, port: at, security: security ?? usual }
}

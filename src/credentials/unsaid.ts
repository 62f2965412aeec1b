import { HIDDEN } from '../config/secrets.ts'

/** A shorter secret may stand in any word. */
const SHORTEST = 4

/**
 * What a server said, without what we had shown to it: some repeat the command that they refuse,
 * with a password in it as it is or in base64 (RFC 4616, RFC 7628).
 */
export function withoutSecrets(
  words: string,
  secrets: readonly (string | null | undefined)[],
): string {
  const known = secrets.filter((it): it is string => (it?.length ?? 0) >= SHORTEST)
  const hides = (text: string) => known.some((secret) => text.includes(secret))
  const plain = known.reduce((text, secret) => text.replaceAll(secret, HIDDEN), words)
  return plain.replace(/[A-Za-z\d+/]{5,}={0,2}/g, (run) =>
    hides(Buffer.from(run, 'base64').toString()) ? HIDDEN : run,
  )
}

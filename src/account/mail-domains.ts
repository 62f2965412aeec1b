import { PUBLIC_MAIL } from './public-mail.ts'

/** The domain of an address; empty where there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** Why a domain cannot stand for one account: a sentence's end; null when it can. */
export function whyNoDomain(domain: string): string | null {
  if (!/^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,63}$/.test(domain)) {
    return `"${domain}" is no domain such as example.org`
  }
  const isPublic = PUBLIC_MAIL.some((one) => domain === one || domain.endsWith(`.${one}`))
  return isPublic ? `${domain} gives mailboxes to everybody` : null
}

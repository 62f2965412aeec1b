/** Addresses of people who asked to be forgotten: only a hash of each, to know it when it comes back. */
export interface ErasedHashTable {
  hash: string
  at: string
}

/** A mail domain belongs to one account: who writes from it is an other user of that account. */
export interface AccountDomainTable {
  domain: string
  accountId: number
}

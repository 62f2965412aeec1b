/** An address, or a domain with all below it, whose mail is refused. */
export interface BlockedTable {
  name: string
  reason: string | null
  actor: string
  since: string
}

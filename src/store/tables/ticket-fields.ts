/** What the writer of a first mail stated about the case; tickets without any have no row. */
export interface TicketFieldsTable {
  ticket: number
  /** Values by the name of their field: JSON. */
  fields: string
}

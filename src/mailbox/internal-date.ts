/** An INTERNALDATE that cannot be read counts as of today: a mail must not be taken for an old one. */
export function internalDateOf(date: Date | string | undefined): string {
  const read = new Date(date ?? Number.NaN)
  return (Number.isNaN(read.getTime()) ? new Date() : read).toISOString()
}

/**
 * RFC 3676 section 4: joins lines that end in a soft break, within one quote depth, and takes away
 * space-stuffing. `text` has plain line ends. "-- " is a signature's separator and never joins.
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = []
  let open: { depth: number; text: string } | null = null
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const content = line.slice(depth).replace(/^ /, '')
    const soft = content.endsWith(' ') && content !== '-- '
    const joins: boolean = open !== null && open.depth === depth && content !== '-- '
    if (open && !joins) out.push(quoted(open))
    const joined: string =
      (joins ? (open?.text ?? '') : '') + (soft && delSp ? content.slice(0, -1) : content)
    open = { depth, text: joined }
    if (soft) continue
    out.push(quoted(open))
    open = null
  }
  if (open) out.push(quoted(open))
  return out.join('\n')
}

function quoted({ depth, text }: { depth: number; text: string }): string {
  return depth === 0 ? text : `${'>'.repeat(depth)} ${text}`
}

/** Bytes that every file system takes, with room for a prefix. */
const longest = 180

/** Names that Windows keeps for devices, with or without an extension. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)/i
/** Marks that turn reading order around: "invoice\u202Egpj.exe" shows as "invoiceexe.jpg". */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const control = /[\p{Cc}\u2028\u2029\ufeff]/gu

/**
 * A name under which an attachment can be written on any file system: the last path segment,
 * without control and direction marks, device names, leading dots and trailing dots or
 * spaces. Never empty.
 */
export function safeFileName(name: string): string {
  const segment = name.replace(directionMarks, '').replace(control, '').split(/[/\\]/).at(-1) ?? ''
  const plain = segment
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  const named = devices.test(plain) ? `_${plain}` : plain
  return shortened(named) || 'attachment'
}

/** Cuts before the extension, so that the file still opens. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= longest) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  let stem = name.slice(0, Math.min(extension ? dot : name.length, longest))
  while (Buffer.byteLength(stem + extension) > longest) stem = stem.slice(0, -1)
  return stem.replace(/[\ud800-\udbff]$/, '').replace(/[. ]+$/, '') + extension
}

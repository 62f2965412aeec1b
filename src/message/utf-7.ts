/** The names under which UTF-7 is declared. */
export function isUtf7(label: string): boolean {
  return /^(?:x-|unicode-1-1-|unicode-2-0-|cs)?(?:unicode11)?utf-?7$/.test(label)
}

/**
 * UTF-7 (RFC 2152), which the Encoding Standard leaves out: runs of base64 between `+` and `-` are
 * UTF-16. A `+` that begins none stands for itself, and so does what does not come
 * to whole characters.
 */
export function decodeUtf7(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/\+([A-Za-z\d+/]*)(-?)/g, (whole, run: string, minus) => {
    if (run === '') return minus === '-' ? '+' : whole
    const units = Buffer.from(run, 'base64')
    const whole16 = units.subarray(0, units.length - (units.length % 2))
    return whole16.length === 0 ? whole : Buffer.from(whole16).swap16().toString('utf16le')
  })
}

import type { Mail } from './mail.ts'
export function forwardedOf(_subject: string, _text: string): Mail['forwarded'] {
  return null
}

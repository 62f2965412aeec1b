/** A text that is shown, as transfer-decoded bytes: the charset is for the caller to judge. */
export interface TextPart {
  kind: 'text'
  type: 'text/plain' | 'text/html'
  charset: string | null
  /** RFC 3676 format=flowed, and whether its soft breaks are deleted. */
  flowed: boolean
  delSp: boolean
  chunks: Buffer[]
  /** True when the text was longer than what is kept. */
  cut: boolean
}

export interface Branch {
  kind: 'branch'
  /** `multipart/alternative` and so on. */
  type: string
  parts: Part[]
}

export type Part = TextPart | Branch

export interface RawAttachment {
  type: string
  name: string | null
  disposition: string | null
  /** Without angle brackets. */
  contentId: string | null
  related: boolean
  size: number
  sha256: string
  /**
   * The decoded bytes of small parts that speak about the mail itself (reports, mails), else null.
   */
  bytes: Buffer | null
}

/** One row for each OAuth 2.0 sign-in that was used or tried. */
export interface SignInTable {
  /** Application, provider and user; what the sealed tokens are bound to. */
  key: string
  /**
   * The tokens as JSON, sealed; null where the provider never gave any. Another
   * text at each change.
   */
  sealed: string | null
  /** When a person agreed last. */
  authorizedAt: string | null
  /** When the provider gave the present access token. */
  renewedAt: string | null
  /** Set: the provider has refused, and is not asked again before somebody authorizes anew. */
  refusedAt: string | null
  /** What it said. */
  refusal: string | null
  /** When the administrators were told of the refusal. */
  toldAt: string | null
}

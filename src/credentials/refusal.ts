/**
 * What to do about a provider's no, by its word for it (RFC 6749 sections 4.1.2.1 and 5.2), which
 * stands in `refusal`. Undefined where the words say all.
 */
export function adviceOnRefusal(refusal: string): string | undefined {
  if (/\b(?:invalid_client|unauthorized_client)\b/.test(refusal)) {
    return 'Check `oauth2.clientId` and `oauth2.clientSecret` in the configuration: the provider does not know them together, or the secret has run out.'
  }
  if (/\baccess_denied\b/.test(refusal)) {
    return 'Nothing has changed. Run the command again, sign in as the mailbox and agree; where the provider does not let you, its administrator has to allow the application.'
  }
  return undefined
}

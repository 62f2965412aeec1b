/** What happens on the way from an unknown address to an active account with its token. */
export type RegistrationHappening =
  | 'registration-needed'
  | 'registration-incomplete'
  | 'registration-terms'
  | 'registration-done'
  | 'welcome'
  | 'account-confirmed'
  | 'one-time-code'
  | 'token-rotated'

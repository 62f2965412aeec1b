/** Somebody who may not open a case is told where to turn. */
export type ReferralHappening =
  | 'referred-cloud-user'
  | 'referred-enterprise-user'
  | 'referred-flex'
  | 'referred-partner-user'
  | 'referred-consultant-membership'
  | 'referred-consultant-contract'
  | 'referred-developer-membership'
  | 'referred-developer-contract'

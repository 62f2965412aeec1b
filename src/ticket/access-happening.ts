/** What happens with contracts, covers and credits that somebody has to be told of. */
export type AccessHappening =
  | 'not-entitled'
  | 'deployment-asked'
  | 'credits-ran-out'
  | 'balance-low'
  | 'cover-ending'
  | 'credit-statement'

export const ACCOUNT_KINDS = ['customer', 'partner', 'consultant', 'developer', 'vendor'] as const

/** How a customer is looked after. */
export const ACCOUNT_MODELS = ['cloud', 'resell', 'partner', 'enterprise', 'flex'] as const

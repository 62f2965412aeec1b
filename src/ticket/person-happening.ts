/** What is done about a person, and what they say of themselves. */
export type PersonHappening =
  | 'person-invited'
  | 'details-asked'
  | 'details-refused'
  | 'details-confirmed'
  | 'role-granted'
  | 'support-contact-added'
  | 'support-contact-removed'

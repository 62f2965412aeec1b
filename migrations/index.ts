import * as ledger from './0001-ledger.ts'
import * as accounts from './0002-accounts.ts'
import * as tickets from './0003-tickets.ts'
import * as outbox from './0004-outbox.ts'
import * as held from './0005-held.ts'
import * as suppressed from './0006-suppressed.ts'
import * as entryHtml from './0007-entry-html.ts'
import * as blocked from './0008-blocked.ts'
import * as registration from './0009-registration.ts'
import * as people from './0010-people.ts'
import * as ticketFields from './0011-ticket-fields.ts'
import * as directory from './0012-directory.ts'
import * as entitlement from './0013-entitlement.ts'
import * as work from './0014-work.ts'
import * as promises from './0015-promises.ts'
import * as outboxText from './0016-outbox-text.ts'
import * as signIns from './0018-sign-ins.ts'
import * as registrationDrafts from './0019-registration-drafts.ts'
import * as outboxAsked from './0020-outbox-asked.ts'

/** In order, by hand. A landed migration is never edited: the next step is a new file. */
export const migrations = [
  { name: '0001-ledger', up: ledger.up },
  { name: '0002-accounts', up: accounts.up },
  { name: '0003-tickets', up: tickets.up },
  { name: '0004-outbox', up: outbox.up },
  { name: '0005-held', up: held.up },
  { name: '0006-suppressed', up: suppressed.up },
  { name: '0007-entry-html', up: entryHtml.up },
  { name: '0008-blocked', up: blocked.up },
  { name: '0009-registration', up: registration.up },
  { name: '0010-people', up: people.up },
  { name: '0011-ticket-fields', up: ticketFields.up },
  { name: '0012-directory', up: directory.up },
  { name: '0013-entitlement', up: entitlement.up },
  { name: '0014-work', up: work.up },
  { name: '0015-promises', up: promises.up },
  { name: '0016-outbox-text', up: outboxText.up },
  { name: '0018-sign-ins', up: signIns.up },
  { name: '0019-registration-drafts', up: registrationDrafts.up },
  { name: '0020-outbox-asked', up: outboxAsked.up },
]

import type { Account } from '../../account/account.ts'
import { AUTHORISED_ROLES } from '../../account/roles.ts'
import type { Caller, Places } from '../../config/referral.ts'
import type { Config } from '../../config/schema.ts'
import type { Sender } from '../../decision/facts.ts'
import type { Programmes, ReferralFacts } from '../../notification/referral.ts'
import type { Reader } from '../../store/database.ts'
import { listPeopleWith } from '../../store/people-with.ts'

/** So many people are named in one mail. */
const MOST = 10

/** What a mail says that sends its reader elsewhere: looked up only when one is sent. */
export async function gatherReferral(
  reader: Reader,
  config: Config,
  { account, sender, subject }: { account: Account; sender: Sender; subject: string },
): Promise<ReferralFacts> {
  const { id, company, kind, helpDesk } = account
  const roles = kind === 'partner' ? ['super-user'] : AUTHORISED_ROLES
  const people = await listPeopleWith(reader, id, roles, MOST)
  return {
    subject,
    company,
    helpDesk,
    people,
    isOneOfThem: people.some(({ address }) => sender.contact?.addresses.includes(address)),
    looksAfter: sender.supports.map((one) => {
      return { accountId: one.account.accountId, company: one.account.company }
    }),
    ...placesOf(config, callerOf(account)),
  }
}

/** Where one kind of caller is sent, as the configuration says. */
export function placesOf({ referral }: Config, caller: Caller): Places {
  const { access = null, join = null, phone = null, site = null } = referral[caller]
  return { access, join, phone, site }
}

/** Where an unknown writer applies who is no customer. */
export function programmesOf(config: Config): Programmes {
  return {
    partner: placesOf(config, 'partner-user').join,
    consultant: placesOf(config, 'consultant').join,
    developer: placesOf(config, 'developer').join,
    access: placesOf(config, 'unknown').access,
  }
}

/** As whom somebody of this account is referred. */
function callerOf({ kind, model }: Account): Caller {
  switch (kind) {
    case 'partner':
      return 'partner-user'
    case 'consultant':
    case 'developer':
    case 'vendor':
      return kind
    case 'customer':
      return model === 'flex' ? 'flex' : model === 'enterprise' ? 'enterprise-user' : 'cloud-user'
  }
}

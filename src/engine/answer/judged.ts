import { isProduct } from '../../access/coverage.ts'
import { addDays } from '../../access/day.ts'
import { judge } from '../../access/entitlement.ts'
import type { Config } from '../../config/schema.ts'
import type { CaseAccess } from '../../decision/case-access.ts'
import type { Facts } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import type { JudgedFacts } from '../../notification/access.ts'

/** What a mail about a case says of its entitlement; empty where nothing was judged. */
export function judgedOf(config: Config, facts: Facts, mail: Mail): { judged?: JudgedFacts } {
  const access = facts.access ?? facts.awaiting?.access
  return access ? { judged: judgedFacts(config, access, mail, facts) } : {}
}

function judgedFacts(config: Config, access: CaseAccess, mail: Mail, facts: Facts): JudgedFacts {
  const { rule, claim, holding, payer, otherPayer } = access
  const take = config.contracts.deployment === 'take'
  const { verdict, missing, deployment, contract } = judge(rule, claim, holding, take)
  const served = holding.deployments.filter(
    ({ product }) => rule.products.length === 0 || isProduct(product, rule.products),
  )
  const until = rule.coverage === 'none' ? null : (deployment?.until[rule.coverage] ?? null)
  return {
    title: config.departments.find(({ name }) => name === rule.name)?.title ?? {},
    department: rule.name,
    subject: mail.subject,
    missing,
    deployment: deployment?.deploymentId ?? claim.deployment,
    deployments: served.slice(0, 30).map((one) => ({ id: one.deploymentId, product: one.product })),
    products: rule.products,
    connections: rule.connectedTo,
    contract: contract && {
      number: contract.id,
      type: contract.type,
      until: addDays(contract.ends, -1),
    },
    cover: until === null || rule.coverage === 'none' ? null : { kind: rule.coverage, until },
    balance: rule.credits === 'used' ? holding.balance : null,
    payer: payer.id === holding.account.id ? null : payer.accountId,
    otherPayer: otherPayer?.accountId ?? null,
    packs: config.credits.packs,
    howToBuy: config.credits.howToBuy ?? null,
    emergency: verdict !== 'entitled' && facts.release === null,
    bestEffort: rule.bestEffort,
  }
}

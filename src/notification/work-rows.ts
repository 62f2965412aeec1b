import type { WorkHappening } from '../ticket/work-happening.ts'
import { administrators, desk, participants, requester, supportSide, theWriter } from './groups.ts'
import type { Row } from './row.ts'
import { escalation, owner, ownerOrDesk, supportContacts, whoMaySee } from './work-groups.ts'

/** Who is told of what people do to a ticket, and of the clock. */
export const WORK_ROWS: Record<WorkHappening, Row> = {
  'customer-closed': {
    because: 'the requester closed the ticket',
    tell: [
      { whom: requester, template: 'customer-closed', kind: 'answer' },
      { whom: supportSide, template: 'support-customer-closed', kind: 'words' },
    ],
  },
  noted: {
    because: 'somebody added a note',
    tell: [{ whom: whoMaySee, template: 'support-noted', kind: 'words' }],
  },
  'plan-set': {
    because: 'there is an action plan now',
    tell: [
      { whom: requester, template: 'customer-plan-set', kind: 'words' },
      { whom: supportSide, template: 'support-plan-set', kind: 'words' },
      { whom: participants, template: 'customer-plan-set', kind: 'words' },
    ],
  },
  'priority-changed': {
    because: 'the priority was changed',
    tell: [
      { whom: requester, template: 'customer-priority-changed', kind: 'notice' },
      { whom: supportSide, template: 'support-priority-changed', kind: 'notice' },
    ],
  },
  assigned: {
    because: 'the ticket is theirs now',
    tell: [{ whom: owner, template: 'support-assigned', kind: 'notice' }],
  },
  moved: {
    because: 'the ticket came from another department',
    tell: [{ whom: desk, template: 'support-moved', kind: 'notice' }],
  },
  merged: {
    because: 'two tickets became one',
    tell: [
      { whom: requester, template: 'customer-merged', kind: 'notice' },
      { whom: participants, template: 'customer-merged', kind: 'notice' },
      { whom: supportSide, template: 'support-merged', kind: 'notice' },
    ],
  },
  split: {
    because: 'a part of a mail became a ticket of its own',
    tell: [
      { whom: requester, template: 'customer-split', kind: 'notice' },
      { whom: supportSide, template: 'support-split', kind: 'notice' },
    ],
  },
  escalated: {
    because: 'the ticket was escalated',
    tell: [{ whom: escalation, template: 'support-escalated', kind: 'words' }],
  },
  'case-opened': {
    because: 'a support contact escalated the ticket of a customer',
    tell: [
      { whom: requester, template: 'customer-case-opened', kind: 'answer' },
      { whom: supportSide, template: 'support-opened', kind: 'words' },
    ],
  },
  'case-answered': {
    because: 'the vendor answered the escalation',
    tell: [{ whom: supportContacts, template: 'support-case-answered', kind: 'words' }],
  },
  'command-help': {
    because: 'they asked for the commands',
    tell: [{ whom: theWriter, template: 'support-command-help', kind: 'answer' }],
  },
  'update-due': {
    because: 'the customer is promised an update',
    tell: [{ whom: ownerOrDesk, template: 'support-update-due', kind: 'notice' }],
  },
  'update-overdue': {
    because: 'a promised update is overdue',
    tell: [{ whom: escalation, template: 'support-update-overdue', kind: 'notice' }],
  },
  'cadence-report': {
    because: 'a month is over',
    tell: [{ whom: administrators, template: 'admin-cadence-report', kind: 'notice' }],
  },
  'update-late': {
    because: 'a promised update is late',
    tell: [{ whom: requester, template: 'customer-update-late', kind: 'notice' }],
  },
}

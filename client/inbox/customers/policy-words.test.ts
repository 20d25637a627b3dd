import { expect, it } from 'vitest'
import { newId, type CustomerId, type SlaPolicyId } from '@atrium/shared/ids.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import type { Priority } from '@atrium/shared/inbox/views.ts'
import { policiesFor, promiseWords } from './policy-words.rules.ts'

const acme = newId<CustomerId>()
function policy(name: string, appliesTo: { customerIds?: CustomerId[]; priorities?: Priority[] }): SlaPolicyView {
  const terms = {
    ...{ targets: { firstReply: 60, nextReply: null, resolution: 1440 }, warnBeforeMinutes: 10, pausesWhile: [], hours: null },
    appliesTo: { customerIds: [], priorities: [], ...appliesTo },
  }
  return { id: newId<SlaPolicyId>(), name, terms, rev: 1 }
}

it('[IN12] shows the policy that applies to a customer, and for which priorities when there are several', () => {
  const everybody = policy('Everybody', {})
  const urgent = policy('Urgent', { priorities: ['urgent', 'high'] })
  const named = (customerId: string, policies: SlaPolicyView[]) =>
    policiesFor(policies, customerId).map((applied) => [applied.policy.name, applied.priorities])
  expect(named(acme, [everybody])).toEqual([['Everybody', null]])
  expect(named(acme, [everybody, urgent])).toEqual([
    ['Urgent', 'Urgent, High'],
    ['Everybody', 'Normal, Low'],
  ])
  const theirs = policy('Acme', { customerIds: [acme] })
  expect(named(acme, [everybody, urgent, theirs])).toEqual([['Acme', null]])
  expect(named(newId<CustomerId>(), [theirs, urgent])).toEqual([['Urgent', 'Urgent, High']])
  expect(promiseWords(everybody)).toBe('First reply within 1 h · Resolution within 24 h')
})

import { DEMO_CUSTOMERS } from '@atrium/db/demo/insert-demo.ts'
import type { CustomerId } from '@atrium/shared/ids.ts'
import type { SlaTerms } from '@atrium/shared/inbox/sla.ts'

/** What the demo's customers have asked, and what they were told. */
export interface DemoCase {
  tag: string
  asks: string
  answer: string
  /** Asked on the way, and its answer. */
  further?: { asks: string; answer: string }
  thanks?: string
}

export const TAGS = ['Billing', 'Bug', 'Feature request', 'How-to', 'Integration'] as const

export const CASES: DemoCase[] = [
  {
    tag: 'Billing',
    asks: 'We were charged twice this month. Could you look into it?',
    answer: 'Sorry about that. The second charge was a test of a new card, and it is refunded: it is back within **three days**.',
    thanks: 'It has arrived, thank you!',
  },
  {
    tag: 'Billing',
    asks: 'Can our invoices go to accounting directly?',
    answer: 'They can: *Settings*, *Billing*, *Recipients*. Everybody listed there gets each invoice as a PDF.',
  },
  {
    tag: 'Billing',
    asks: 'How do we add a purchase order number?',
    answer: 'Write it into *Reference* on the billing page. It stands on every invoice from then on.',
    further: { asks: 'And on the one from last week?', answer: 'I have issued that one anew with the number on it.' },
  },
  {
    tag: 'Bug',
    asks: 'The import stops at row 4,000 without any message',
    answer: 'I can see it: one cell holds a line break that was not expected. A fix goes out today.',
    further: { asks: 'Do we have to start over?', answer: 'No. Import the same file again; rows that are there already are skipped.' },
    thanks: 'Works now. Quick!',
  },
  {
    tag: 'Bug',
    asks: 'Dates in the export are a day off for our Tokyo office',
    answer: 'The export took the time zone of the account and not of the person. That is corrected since this morning.',
    thanks: 'Confirmed, the dates are right.',
  },
  {
    tag: 'Bug',
    asks: 'Search finds nothing for words with an apostrophe',
    answer: 'Thank you for the example. It was a matter of two kinds of apostrophes; both are found now.',
  },
  {
    tag: 'Bug',
    asks: 'The dashboard takes half a minute to open since the release',
    answer: 'We see it too: a report ran without its index. It is back, and the page opens in a second again.',
    further: { asks: 'Will that happen with the next release?', answer: 'We measure that page before every release from now on.' },
  },
  {
    tag: 'Feature request',
    asks: 'Could reports be sent by e-mail every Monday?',
    answer: 'Not yet. I have noted it with your name, and we will tell you here when it is there.',
  },
  {
    tag: 'Feature request',
    asks: 'We would like a dark theme for the wallboard',
    answer: 'Good timing: it is in the next version, under *Appearance*.',
    thanks: 'The night shift says thanks.',
  },
  {
    tag: 'How-to',
    asks: 'How do we give a colleague access to one project only?',
    answer: 'Invite them as a *guest* and choose the project in the invitation. They see nothing else.',
  },
  {
    tag: 'How-to',
    asks: 'Somebody left us. What do we do with their tickets?',
    answer: 'Deactivate them under *People*: you are asked then who takes over. Nothing is lost.',
    further: { asks: 'Does it free the seat?', answer: 'At once, and the next invoice is smaller by it.' },
  },
  {
    tag: 'How-to',
    asks: 'Is there a way to undo a bulk change?',
    answer: 'For an hour: *Undo* at the bottom, or *History* on each entry.',
    thanks: 'Phew.',
  },
  {
    tag: 'How-to',
    asks: 'Where do we see who changed a price?',
    answer: 'In the entry, under *History*. It shows who, when, and what it was before.',
  },
  {
    tag: 'Integration',
    asks: 'Our webhook gets every event twice',
    answer: 'Two endpoints had the same address. I have turned one off; the log shows one call for each event since.',
  },
  {
    tag: 'Integration',
    asks: 'Which addresses do your webhooks come from?',
    answer: 'From two fixed ones, listed under *Integrations*. They change only with a month of notice.',
    further: { asks: 'Do you sign them?', answer: 'Each one, with the secret of its endpoint. The guide has an example.' },
    thanks: 'Exactly what our security team wanted.',
  },
  {
    tag: 'Integration',
    asks: 'Can we limit an API key to reading?',
    answer: 'Yes, choose *Read* alone when you make it. A key can be replaced without an interruption, too.',
  },
]

export interface DemoCustomer {
  id: CustomerId
  /** Of a hundred conversations. */
  share: number
  place: string
  people: { name: string; email: string }[]
}

export const CUSTOMERS: DemoCustomer[] = [
  customer('acme', 34, 'support-acme', ['Zoe Carter', 'Max Bauer']),
  customer('globex', 24, 'support-globex', ['Priya Nair', 'Tom Ekman']),
  customer('harborline', 18, 'harborline-help', ['Lena Fischer', 'Omar Haddad']),
  customer('juniper', 14, 'juniper-northwind', ['Sofia Marin', 'Noah Brandt']),
  customer('tallis', 10, 'tallis-support', ['Will Grant', 'Aiko Mori']),
]

function customer(key: keyof typeof DEMO_CUSTOMERS, share: number, channel: string, names: string[]): DemoCustomer {
  const people = names.map((name) => ({ name, email: `${name.split(' ')[0]!.toLowerCase()}@${key}.example` }))
  return { id: DEMO_CUSTOMERS[key], share, place: `#${channel}`, people }
}

/** Who answers, how many of a hundred, and after how many minutes as a rule. */
export const AGENTS = [
  { key: 'dana', share: 34, minutes: 11 },
  { key: 'fay', share: 28, minutes: 17 },
  { key: 'cy', share: 20, minutes: 30 },
  { key: 'gus', share: 18, minutes: 24 },
] as const

export const POLICIES: { name: string; terms: SlaTerms }[] = [
  { name: 'Standard', terms: terms({ firstReply: 60, nextReply: 240, resolution: 2 * 24 * 60 }, []) },
  { name: 'Acme, by contract', terms: terms({ firstReply: 30, nextReply: 120, resolution: 24 * 60 }, [DEMO_CUSTOMERS.acme]) },
]

function terms(targets: SlaTerms['targets'], customerIds: CustomerId[]): SlaTerms {
  return { targets, warnBeforeMinutes: 10, pausesWhile: ['pending', 'snoozed'], hours: null, appliesTo: { customerIds, priorities: [] } }
}

export const PRAISE = ['Quick and to the point.', 'Solved before my coffee was cold.', 'Friendly, as always.', 'Thank you, Northwind!']
export const BLAME = ['We waited rather long for the first answer.', 'It works now, but it took two days.']

import { describe, expect, it } from 'vitest'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { planDelivery, type BridgeFacts, type LinkFacts, type MentionKind } from './mirror.rules.ts'

const NORTHWIND = 'northwind' as InstallationId
const SUBSIDIARY = 'subsidiary' as InstallationId

const aLink = (slackUserId: string, facts: Partial<LinkFacts> = {}): LinkFacts => ({
  installationId: NORTHWIND,
  slackUserId,
  canPost: true,
  canShare: true,
  preference: 'always',
  readingDelayMinutes: 5,
  ...facts,
})

const SENDERS = {
  linked: { kind: 'member', links: [aLink('U2')] },
  'linked without the grant': { kind: 'member', links: [aLink('U2', { canPost: false })] },
  'linked without the grant for files': { kind: 'member', links: [aLink('U2', { canShare: false })] },
  unlinked: { kind: 'member', links: [] },
  visitor: { kind: 'visitor', links: [] },
} as const satisfies Record<string, { kind: 'member' | 'visitor'; links: LinkFacts[] }>
type SenderName = keyof typeof SENDERS

const KINDS: MentionKind[] = ['person', 'oneself', 'several', 'all', 'here', 'room']
const RECIPIENTS = ['linked', 'unlinked'] as const
const PREFERENCES = ['always', 'when_inactive'] as const
const ACTIVITIES = ['active', 'inactive'] as const

/** The way of a message to one linked person who wants it. */
const WAYS = {
  linked: { route: 'as_sender', laneKey: 'dm:U1:U2' },
  'linked without the grant': { route: 'group', laneKey: 'group:U1:U2' },
  'linked without the grant for files': { route: 'as_sender', laneKey: 'dm:U1:U2' },
  unlinked: { route: 'bot', laneKey: 'bot:U1' },
  visitor: { route: 'bot', laneKey: 'bot:U1' },
} as const satisfies Record<SenderName, object>

interface Row {
  sender: SenderName
  recipient: (typeof RECIPIENTS)[number]
  kind: MentionKind
  preference: (typeof PREFERENCES)[number]
  activity: (typeof ACTIVITIES)[number]
  hasFiles: boolean
}

const TABLE: Row[] = (Object.keys(SENDERS) as SenderName[]).flatMap((sender) =>
  RECIPIENTS.flatMap((recipient) =>
    KINDS.flatMap((kind) =>
      PREFERENCES.flatMap((preference) =>
        ACTIVITIES.flatMap((activity) => [false, true].map((hasFiles) => ({ sender, recipient, kind, preference, activity, hasFiles }))),
      ),
    ),
  ),
)

function factsOf({ sender, recipient, kind, preference, activity, hasFiles }: Row): BridgeFacts {
  return {
    kind,
    hasFiles,
    sender: SENDERS[sender],
    recipient: { links: recipient === 'linked' ? [aLink('U1', { preference })] : [], active: activity === 'active' },
    installations: [NORTHWIND],
  }
}

function expectedOf({ sender, recipient, kind, preference, activity, hasFiles }: Row): object {
  if (kind !== 'person') return { route: 'none' }
  if (recipient === 'unlinked') return { route: 'not_bridged', reason: 'recipient_not_linked' }
  const way = hasFiles && sender === 'linked without the grant for files' ? WAYS['linked without the grant'] : WAYS[sender]
  return preference === 'when_inactive' && activity === 'active' ? { route: 'held', delayMs: 300_000, way } : way
}

describe('[BR1][BR11] the table', () => {
  it.each(TABLE)('sender $sender, recipient $recipient and $activity, mention $kind, preference $preference, files $hasFiles', (row) => {
    expect(planDelivery(factsOf(row))).toMatchObject(expectedOf(row))
  })
})

describe('with several workspaces', () => {
  const plan = (sender: LinkFacts[], recipient: LinkFacts[], installations = [NORTHWIND, SUBSIDIARY], hasFiles = false) =>
    planDelivery({
      kind: 'person',
      hasFiles,
      sender: { kind: 'member', links: sender },
      recipient: { links: recipient, active: true },
      installations,
    })

  it('[BR1] prefers the one in which the sender may write', () => {
    const recipient = [aLink('U1'), aLink('W1', { installationId: SUBSIDIARY })]
    expect(plan([aLink('W2', { installationId: SUBSIDIARY })], recipient)).toMatchObject({ route: 'as_sender', laneKey: 'dm:W1:W2' })
  })

  it('[BR1, BR7] prefers for files the one in which the sender may send them', () => {
    const sender = [aLink('U2', { canShare: false }), aLink('W2', { installationId: SUBSIDIARY })]
    const recipient = [aLink('U1'), aLink('W1', { installationId: SUBSIDIARY })]
    expect(plan(sender, recipient)).toMatchObject({ route: 'as_sender', laneKey: 'dm:U1:U2' })
    expect(plan(sender, recipient, undefined, true)).toMatchObject({ route: 'as_sender', laneKey: 'dm:W1:W2' })
  })

  it('[BR3] knows a sender who is linked elsewhere only by name', () => {
    expect(plan([aLink('W2', { installationId: SUBSIDIARY })], [aLink('U1')])).toMatchObject({ route: 'bot', laneKey: 'bot:U1' })
  })

  it('[BR5] counts a link of a workspace that was disconnected as none', () => {
    expect(plan([aLink('U2')], [aLink('U1')], [SUBSIDIARY])).toEqual({ route: 'not_bridged', reason: 'recipient_not_linked' })
    expect(plan([aLink('U2')], [aLink('U1')], [])).toEqual({ route: 'not_bridged', reason: 'no_workspace' })
  })
})

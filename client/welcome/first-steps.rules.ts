import type { FirstStepsView } from '@atrium/shared/identity/views.ts'

export interface Step {
  title: string
  /** Why, for whoever comes to it next. */
  text: string
  href: string
  done: boolean
}

/** In the order in which they build on each other. @param chatHref where the chat of the space is open */
export function stepsOf(steps: FirstStepsView, chatHref: string): Step[] {
  return [
    { title: 'Invite people', text: 'They get a link by e-mail.', href: '/settings/people', done: steps.hasInvited },
    {
      title: 'Connect Slack',
      text: 'What you write here reaches people there.',
      href: '/settings/integrations/slack',
      done: steps.hasConnectedSlack,
    },
    {
      title: 'Watch a channel',
      text: 'What customers write there lands in the inbox.',
      href: '/settings/integrations/slack',
      done: steps.hasWatchedChannel,
    },
    { title: 'Write a message', text: 'Say hello in the space.', href: chatHref, done: steps.hasWritten },
  ]
}

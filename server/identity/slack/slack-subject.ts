/** As better-auth calls it, in its tables and in its addresses. */
export const SLACK_PROVIDER = 'slack'

interface SlackUser {
  teamId: string
  slackUserId: string
}

/** To what an account is bound: a user id means one person only within a workspace. */
export function slackSubject({ teamId, slackUserId }: SlackUser): string {
  return `${teamId}:${slackUserId}`
}

export function parseSlackSubject(subject: string): SlackUser {
  const [teamId = '', slackUserId = ''] = subject.split(':')
  return { teamId, slackUserId }
}

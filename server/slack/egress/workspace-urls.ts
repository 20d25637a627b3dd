import type { SlackServices } from '../slack-services.ts'
import type { Posting } from './slack-transport.ts'

/** Where a workspace is on the web, with a slash at the end. Asked of Slack once per installation and process. */
export interface WorkspaceUrls {
  urlOf(posting: Pick<Posting, 'scope' | 'context' | 'token'>): Promise<string>
}

export function createWorkspaceUrls({ slackApi }: SlackServices): WorkspaceUrls {
  const known = new Map<string, string>()
  return {
    async urlOf({ scope, context, token }) {
      const url = known.get(scope.installationId)
      if (url !== undefined) return url
      const guess = `https://${context.teamDomain}.slack.com/`
      const answer = await slackApi.call(token, (client) => client.auth.test()).catch(() => null)
      if (!answer?.url) return guess
      known.set(scope.installationId, answer.url)
      return answer.url
    },
  }
}

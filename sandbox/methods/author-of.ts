import type { Author } from '../actions/post-message.ts'
import type { Caller } from './method.ts'

/** A bot token posts as its app, a user token as the person. */
export const authorOf = ({ token, app, teamId, userId, botId }: Caller): Author => ({
  userId,
  teamId,
  ...(token.kind === 'bot' && botId ? { botId, appId: app.id } : {}),
})

import type { Author } from '../actions/post-message.ts'
import type { Caller } from './method.ts'

/** A bot token posts as its app, a user token as the person; either way the message says which app it came through. */
export const authorOf = ({ app, teamId, userId, botId }: Caller): Author => ({
  userId,
  teamId,
  ...(botId ? { botId, appId: app.id } : {}),
})

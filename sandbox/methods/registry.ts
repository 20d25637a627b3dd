import type { z } from 'zod'
import { apiTest } from './api-test.ts'
import { appsConnectionsOpen } from './apps-connections-open.ts'
import { appsEventAuthorizationsList } from './apps-event-authorizations-list.ts'
import { appsUninstall } from './apps-uninstall.ts'
import { authRevoke } from './auth-revoke.ts'
import { authTest } from './auth-test.ts'
import { botsInfo } from './bots-info.ts'
import { chatDelete } from './chat-delete.ts'
import { chatGetPermalink } from './chat-get-permalink.ts'
import { chatMeMessage } from './chat-me-message.ts'
import { chatPostEphemeral } from './chat-post-ephemeral.ts'
import { chatPostMessage } from './chat-post-message.ts'
import { chatUpdate } from './chat-update.ts'
import { conversationsArchive } from './conversations-archive.ts'
import { conversationsCreate } from './conversations-create.ts'
import { conversationsHistory } from './conversations-history.ts'
import { conversationsInfo } from './conversations-info.ts'
import { conversationsInvite } from './conversations-invite.ts'
import { conversationsJoin } from './conversations-join.ts'
import { conversationsKick } from './conversations-kick.ts'
import { conversationsLeave } from './conversations-leave.ts'
import { conversationsList } from './conversations-list.ts'
import { conversationsMark } from './conversations-mark.ts'
import { conversationsMembers } from './conversations-members.ts'
import { conversationsOpen } from './conversations-open.ts'
import { conversationsRename } from './conversations-rename.ts'
import { conversationsReplies } from './conversations-replies.ts'
import { conversationsSetPurpose } from './conversations-set-purpose.ts'
import { conversationsSetTopic } from './conversations-set-topic.ts'
import { conversationsUnarchive } from './conversations-unarchive.ts'
import { emojiList } from './emoji-list.ts'
import { filesCompleteUploadExternal } from './files-complete-upload-external.ts'
import { filesDelete } from './files-delete.ts'
import { filesGetUploadUrlExternal } from './files-get-upload-url-external.ts'
import { filesInfo } from './files-info.ts'
import { oauthV2Access } from './oauth-v2-access.ts'
import { openidConnectToken } from './openid-connect-token.ts'
import { openidConnectUserInfo } from './openid-connect-user-info.ts'
import { reactionsAdd } from './reactions-add.ts'
import { reactionsGet } from './reactions-get.ts'
import { reactionsRemove } from './reactions-remove.ts'
import { teamInfo } from './team-info.ts'
import { usersConversations } from './users-conversations.ts'
import { usersGetPresence } from './users-get-presence.ts'
import { usersInfo } from './users-info.ts'
import { usersList } from './users-list.ts'
import { usersLookupByEmail } from './users-lookup-by-email.ts'
import { usersProfileGet } from './users-profile-get.ts'
import { usersProfileSet } from './users-profile-set.ts'
import { viewsOpen } from './views-open.ts'
import { viewsPublish } from './views-publish.ts'
import { viewsPush } from './views-push.ts'
import { viewsUpdate } from './views-update.ts'
import type { ApiMethod } from './method.ts'

export type RegisteredMethod = ApiMethod & { args: z.ZodType }

const all: RegisteredMethod[] = [
  apiTest,
  appsConnectionsOpen,
  appsEventAuthorizationsList,
  appsUninstall,
  authRevoke,
  authTest,
  botsInfo,
  chatDelete,
  chatGetPermalink,
  chatMeMessage,
  chatPostEphemeral,
  chatPostMessage,
  chatUpdate,
  conversationsArchive,
  conversationsCreate,
  conversationsHistory,
  conversationsInfo,
  conversationsInvite,
  conversationsJoin,
  conversationsKick,
  conversationsLeave,
  conversationsList,
  conversationsMark,
  conversationsMembers,
  conversationsOpen,
  conversationsRename,
  conversationsReplies,
  conversationsSetPurpose,
  conversationsSetTopic,
  conversationsUnarchive,
  emojiList,
  filesCompleteUploadExternal,
  filesDelete,
  filesGetUploadUrlExternal,
  filesInfo,
  oauthV2Access,
  openidConnectToken,
  openidConnectUserInfo,
  reactionsAdd,
  reactionsGet,
  reactionsRemove,
  teamInfo,
  usersConversations,
  usersGetPresence,
  usersInfo,
  usersList,
  usersLookupByEmail,
  usersProfileGet,
  usersProfileSet,
  viewsOpen,
  viewsPublish,
  viewsPush,
  viewsUpdate,
]

/** Every method this Slack knows, by its name. Any other is `unknown_method`. */
export const METHODS: Readonly<Record<string, RegisteredMethod | undefined>> = Object.fromEntries(
  all.map((method) => [method.name, method]),
)

import { Migrator, type Migration } from 'kysely/migration'
import { connect } from './connect.ts'
import * as roles from './migrations/0000-roles.ts'
import * as organization from './migrations/0001-organization.ts'
import * as identity from './migrations/0002-identity.ts'
import * as space from './migrations/0003-space.ts'
import * as chat from './migrations/0004-chat.ts'
import * as inbox from './migrations/0005-inbox.ts'
import * as delivery from './migrations/0006-delivery.ts'
import * as slack from './migrations/0007-slack.ts'
import * as file from './migrations/0008-file.ts'
import * as slackFile from './migrations/0009-slack-file.ts'
import * as threads from './migrations/0010-threads.ts'
import * as bridge from './migrations/0011-bridge.ts'
import * as retention from './migrations/0012-retention.ts'
import * as messagePart from './migrations/0013-message-part.ts'
import * as firstSteps from './migrations/0014-first-steps.ts'
import * as following from './migrations/0015-following.ts'
import * as deliveriesInPlace from './migrations/0016-deliveries-in-place.ts'
import * as nearby from './migrations/0017-nearby.ts'
import * as status from './migrations/0018-status.ts'
import * as notificationPreference from './migrations/0019-notification-preference.ts'
import * as knock from './migrations/0020-knock.ts'
import * as search from './migrations/0021-search.ts'
import * as channelLookup from './migrations/0022-channel-lookup.ts'
import * as accountIdentity from './migrations/0023-account-identity.ts'
import * as channelMove from './migrations/0024-channel-move.ts'
import * as triage from './migrations/0025-triage.ts'
import * as inboxViews from './migrations/0026-inbox-views.ts'
import * as directory from './migrations/0027-directory.ts'
import * as slackStatus from './migrations/0028-slack-status.ts'
import * as mapEditor from './migrations/0029-map-editor.ts'
import * as fromSlack from './migrations/0031-from-slack.ts'
import * as customers from './migrations/0032-customers.ts'
import * as integrations from './migrations/0033-integrations.ts'
import * as workersLook from './migrations/0034-workers-look.ts'
import * as slackWorkspaces from './migrations/0041-slack-workspaces.ts'
import * as webhooks from './migrations/0043-webhooks.ts'
import * as undoMerge from './migrations/0046-undo-merge.ts'
import * as searchBounded from './migrations/0047-search-bounded.ts'
import * as awayMinutes from './migrations/0048-away-minutes.ts'

const MIGRATIONS: Record<string, Migration> = {
  '0000-roles': roles,
  '0001-organization': organization,
  '0002-identity': identity,
  '0003-space': space,
  '0004-chat': chat,
  '0005-inbox': inbox,
  '0006-delivery': delivery,
  '0007-slack': slack,
  '0008-file': file,
  '0009-slack-file': slackFile,
  '0010-threads': threads,
  '0011-bridge': bridge,
  '0012-retention': retention,
  '0013-message-part': messagePart,
  '0014-first-steps': firstSteps,
  '0015-following': following,
  '0016-deliveries-in-place': deliveriesInPlace,
  '0017-nearby': nearby,
  '0018-status': status,
  '0019-notification-preference': notificationPreference,
  '0020-knock': knock,
  '0021-search': search,
  '0022-channel-lookup': channelLookup,
  '0023-account-identity': accountIdentity,
  '0024-channel-move': channelMove,
  '0025-triage': triage,
  '0026-inbox-views': inboxViews,
  '0027-directory': directory,
  '0028-slack-status': slackStatus,
  '0029-map-editor': mapEditor,
  '0031-from-slack': fromSlack,
  '0032-customers': customers,
  '0033-integrations': integrations,
  '0034-workers-look': workersLook,
  '0041-slack-workspaces': slackWorkspaces,
  '0043-webhooks': webhooks,
  '0046-undo-merge': undoMerge,
  '0047-search-bounded': searchBounded,
  '0048-away-minutes': awayMinutes,
}

/** Brings the database up to date, as its owner. Two nodes that start together wait for each other. @throws what the failed statement threw. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { db, close } = connect({ url: databaseUrl, role: 'owner', poolSize: 1 })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  } finally {
    await close()
  }
}

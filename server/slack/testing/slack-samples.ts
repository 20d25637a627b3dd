import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bodies of the kinds that Slack sends, written for these tests after its documentation. */
export const OWN_SAMPLES: readonly unknown[] = [
  { type: 'url_verification', challenge: 'c', token: 't' },
  { type: 'app_rate_limited', api_app_id: 'A1', team_id: 'T1', minute_rate_limited: 1_700_000_000, token: 't' },
  inEnvelope({ type: 'message', channel: 'C1', user: 'U1', text: 'plain', ts: '1.000001', channel_type: 'channel' }),
  inEnvelope({ type: 'message', subtype: 'channel_join', channel: 'C1', user: 'U1', text: 'has joined', ts: '1.000002' }),
  inEnvelope({
    type: 'message',
    subtype: 'bot_message',
    channel: 'C1',
    bot_id: 'B1',
    username: 'Watchdog',
    text: 'down',
    ts: '1.000003',
    icons: { emoji: ':dog:' },
  }),
  inEnvelope({
    type: 'message',
    subtype: 'file_share',
    channel: 'C1',
    user: 'U1',
    text: '',
    files: [{ id: 'F1', file_access: 'check_file_info' }],
    ts: '1.000004',
  }),
  inEnvelope({
    type: 'message',
    subtype: 'thread_broadcast',
    channel: 'C1',
    user: 'U1',
    text: 'also here',
    thread_ts: '1.000001',
    root: {},
    ts: '1.000005',
  }),
  inEnvelope({
    type: 'message',
    subtype: 'message_changed',
    channel: 'C1',
    message: { user: 'U1', text: 'new', ts: '1.000001', edited: { user: 'U1', ts: '2.000000' } },
    ts: '2.000001',
  }),
  inEnvelope({
    type: 'message',
    subtype: 'message_changed',
    channel: 'C1',
    message: { subtype: 'tombstone', text: 'This message was deleted.', ts: '1.000001' },
    ts: '2.000002',
  }),
  inEnvelope({
    type: 'message',
    subtype: 'message_deleted',
    channel: 'C1',
    deleted_ts: '1.000001',
    previous_message: { user: 'U1', text: 'old', ts: '1.000001' },
    ts: '2.000003',
  }),
  inEnvelope({ type: 'message', subtype: 'message_deleted', channel: 'C1', deleted_ts: '1.000001', previous_message: null }),
  inEnvelope({ type: 'app_mention', channel: 'C1', user: 'U1', text: '<@U0BOT> hello', ts: '1.000006' }),
  inEnvelope({ type: 'message', channel: 'C1', user: null, text: null, blocks: [null, 7, { type: 'rich_text' }], ts: 'not a time' }),
  inEnvelope({ type: 'message', channel: 7, user: ['U1'], ts: {} }),
  inEnvelope({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } }),
  inEnvelope({ type: 'tokens_revoked', tokens: null }),
  inEnvelope({ type: 'app_uninstalled' }),
  inEnvelope({ type: 'user_change', user: { id: 'U1', deleted: true } }),
  inEnvelope({ type: 'user_change', user: 'U1' }),
  inEnvelope({ type: 'channel_rename', channel: { id: 'C1', name: 'new', created: 1 } }),
  inEnvelope({ type: 'channel_id_changed', old_channel_id: 'G1', new_channel_id: 'C1' }),
  inEnvelope({ type: 'member_joined_channel', user: 'U1', channel: 'G1', channel_type: 'G', team: 'T1' }),
  inEnvelope({ type: 'reaction_added', user: 'U1', item: { type: 'message', channel: 'C1', ts: '1.000001' }, reaction: 'eyes' }),
  inEnvelope({ type: 'something_new', of: { next: 'year' } }),
  {
    type: 'block_actions',
    api_app_id: 'A1',
    team: null,
    user: { id: 'U1', team_id: 'T2' },
    actions: [{ action_id: 'a' }],
    response_url: 'https://hooks.slack.com/x',
    trigger_id: '1.2',
  },
  { type: 'shortcut', api_app_id: 'A1', team: { id: 'T1' }, user: { id: 'U1' }, callback_id: 'c', trigger_id: '1.2' },
  { type: 'view_submission', api_app_id: 'A1', team: { id: 'T1' }, user: { id: 'U1' }, view: {} },
  { api_app_id: 'A1', team_id: 'T1', command: '/atrium', text: 'help', user_id: 'U1', response_url: 'https://hooks.slack.com/x' },
  'text',
  null,
  [],
]

function inEnvelope(event: Record<string, unknown>): unknown {
  return {
    type: 'event_callback',
    event_id: 'Ev1',
    api_app_id: 'A1',
    team_id: 'T1',
    event,
    authorizations: [{ team_id: 'T1', user_id: 'U0BOT', is_bot: true }],
  }
}

/** Collected samples of others, where a folder of them is given: every value of every JSON file under its `payloads`. */
export async function collectedSamples(folder: string | undefined): Promise<unknown[]> {
  if (!folder) return []
  const payloads = join(folder, 'payloads')
  const names = (await readdir(payloads, { recursive: true })).filter((name) => name.endsWith('.json'))
  const files = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(payloads, name), 'utf8')) as unknown))
  return files.flatMap(valuesIn)
}

/** Lists of `{ kind, value }`, and plain values. */
function valuesIn(file: unknown): unknown[] {
  if (!Array.isArray(file)) return [file]
  return file.map((entry: unknown) => (typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : entry))
}

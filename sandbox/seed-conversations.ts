import { createSandboxControl, type SandboxControl } from './control-client.ts'
import type { Demo } from './seed-demo.ts'

const CHECKLIST = `Spring release

1. Freeze on Wednesday noon
2. Changelog and help pages
3. Roll out to a tenth, then to everybody
`

async function talkInGeneral(control: SandboxControl, { users, channels }: Demo['northwind']): Promise<void> {
  const at = { channel_id: channels.general }
  const { ada, ben, dana, gus, hana } = users
  await control.changeChannel({ ...at, user_id: ada, change: 'topic', value: 'What concerns all of us' })
  const release = await control.act.postMessage({
    ...at,
    user_id: ada,
    text: 'Good morning! The spring release goes out on *Thursday*. The checklist is here; please take what you like in the thread.',
    files: [{ name: 'spring-release.md', content: CHECKLIST, mimetype: 'text/markdown' }],
  })
  const thread = { ...at, thread_ts: release.ts }
  await control.act.postMessage({ ...thread, user_id: ben, text: 'The changelog is done, I take the roll-out too.' })
  await control.act.postMessage({ ...thread, user_id: dana, text: `Then the help pages are mine. <@${hana}>, do you have new pictures?` })
  await control.act.postMessage({ ...thread, user_id: hana, text: 'By noon :+1:' })
  for (const user_id of [ben, dana, gus]) await control.act.react({ ...at, user_id, ts: release.ts, name: 'tada' })
  await control.act.react({ ...at, user_id: hana, ts: release.ts, name: 'eyes' })
  const build = { ...at, user_id: gus, text: 'The build is a minute faster since `parse` reads each file once. Before you ask:' }
  await control.act.postMessage(build)
  const numbers = await control.act.postMessage({ ...at, user_id: gus, text: '```\nbefore  3 min 41 s\nafter   2 min 38 s\n```' })
  await control.act.react({ ...at, user_id: ada, ts: numbers.ts, name: 'raised_hands' })
  await control.act.postMessage({ ...at, user_id: ben, text: `Lovely. <@${ada}>, I have a question about Thursday, I write to you.` })
}

async function talkElsewhere(control: SandboxControl, { northwind, acme }: Demo): Promise<void> {
  const { ada, ben, fay, ivo, jun } = northwind.users
  const random = northwind.channels.random
  await control.act.postMessage({ channel_id: random, user_id: jun, text: 'Who waters the plants this week? They look at me like that.' })
  await control.act.postMessage({ channel_id: random, user_id: ivo, text: 'Me. I bring the big can :coffee:' })
  const support = acme.channels['support-acme']
  const question = { channel_id: support, user_id: acme.users.zoe, text: 'Hello! Can we have our invoices as one file a month?' }
  const { ts } = await control.act.postMessage(question)
  await control.act.postMessage({ channel_id: support, user_id: fay, thread_ts: ts, text: 'You can: Billing, Export, _Monthly_.' })
  const { channel_id: dm } = await control.act.openDm({ user_id: ben, with: [ada] })
  await control.act.postMessage({ channel_id: dm, user_id: ben, text: 'Do we tell customers on Thursday, or once all of them have it?' })
}

/** Something to read and to answer, so that one sees at once what the page shows. */
export async function seedConversations(url: string, demo: Demo): Promise<void> {
  const control = createSandboxControl(url)
  await talkInGeneral(control, demo.northwind)
  await talkElsewhere(control, demo)
}

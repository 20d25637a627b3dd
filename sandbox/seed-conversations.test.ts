import { expect, it } from 'vitest'
import type { PageChannel, PageSidebar } from './page/page-state.ts'
import { seedConversations } from './seed-conversations.ts'
import { seedDemo } from './seed-demo.ts'
import { startSandbox } from './start-sandbox.ts'

it('leaves something to read for whoever opens the page: a thread, a file, reactions, a customer, a direct message', async () => {
  const sandbox = await startSandbox({ port: 0 })
  const demo = await seedDemo(sandbox.url)
  await seedConversations(sandbox.url, demo)
  const read = async <T>(path: string) => (await (await fetch(`${sandbox.url}/page/${path}`)).json()) as T
  const { ada } = demo.northwind.users
  const sidebar = await read<PageSidebar>(`sidebar/${ada}`)
  const unread = sidebar.channels.filter(({ is_unread }) => is_unread).map(({ title }) => title)
  expect(unread).toEqual(['general', 'random', 'support-acme', 'Ben Okafor'])
  const { messages } = await read<PageChannel>(`channel/${ada}/${demo.northwind.channels.general}`)
  expect(messages.find(({ text }) => text.includes('spring release'))).toMatchObject({
    author_name: 'Ada Lindqvist',
    reply_count: 3,
    reactions: [
      { name: 'tada', count: 3 },
      { name: 'eyes', count: 1 },
    ],
    files: [{ name: 'spring-release.md' }],
  })
  await sandbox.close()
})

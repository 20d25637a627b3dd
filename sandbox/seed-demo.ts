import { createSandboxControl, type SandboxControl } from './control-client.ts'

const NORTHWIND = {
  ada: 'Ada Lindqvist',
  ben: 'Ben Okafor',
  cy: 'Cy Tanaka',
  dana: 'Dana Moreau',
  eli: 'Eli Novak',
  fay: 'Fay Rossi',
  gus: 'Gus Weber',
  hana: 'Hana Sato',
  ivo: 'Ivo Petrov',
  jun: 'Jun Park',
} as const

const ACME = { zoe: 'Zoe Carter', max: 'Max Bauer' } as const

type AppManifest = Parameters<SandboxControl['createApp']>[0]
type AppCredentials = Awaited<ReturnType<SandboxControl['createApp']>>

export interface DemoWorkspace<Person extends string, Channel extends string> {
  team_id: string
  /** User ids by first name. */
  users: Record<Person, string>
  channels: Record<Channel, string>
}

export interface Demo {
  northwind: DemoWorkspace<keyof typeof NORTHWIND, 'general' | 'random' | 'support-acme' | 'support-globex'>
  /** A customer. `support-acme` is shared with Northwind under the same id. */
  acme: DemoWorkspace<keyof typeof ACME, 'general' | 'support-acme'>
  /** Only when an app was given. Created, not installed. */
  app?: AppCredentials
}

async function addPeople<Person extends string>(
  control: SandboxControl,
  team: { id: string; domain: string; admin?: string },
  people: Record<Person, string>,
): Promise<Record<Person, string>> {
  const ids: Record<string, string> = {}
  for (const [name, realName] of Object.entries<string>(people)) {
    const { user_id } = await control.createUser({
      team_id: team.id,
      name,
      real_name: realName,
      email: `${name}@${team.domain}.example`,
      is_admin: name === team.admin,
    })
    ids[name] = user_id
  }
  return ids as Record<Person, string>
}

async function seedNorthwind(control: SandboxControl): Promise<Demo['northwind']> {
  const { team_id } = await control.createWorkspace({ name: 'Northwind', domain: 'northwind' })
  const users = await addPeople(control, { id: team_id, domain: 'northwind', admin: 'ada' }, NORTHWIND)
  const everyone = Object.values(users)
  const add = async (name: string, members: string[]) =>
    (await control.createChannel({ team_id, name, members, creator: users.ada })).channel_id
  const channels = {
    general: await add('general', everyone),
    random: await add('random', everyone),
    'support-acme': await add('support-acme', [users.ada, users.ben, users.dana, users.fay]),
    'support-globex': await add('support-globex', [users.ada, users.cy, users.dana, users.gus]),
  }
  return { team_id, users, channels }
}

async function seedAcme(control: SandboxControl, sharedChannelId: string): Promise<Demo['acme']> {
  const { team_id } = await control.createWorkspace({ name: 'Acme', domain: 'acme' })
  const users = await addPeople(control, { id: team_id, domain: 'acme', admin: 'zoe' }, ACME)
  const general = await control.createChannel({ team_id, name: 'general', members: Object.values(users), creator: users.zoe })
  await control.shareChannel({ channel_id: sharedChannelId, with_team_id: team_id })
  for (const user_id of Object.values(users)) await control.addMember({ channel_id: sharedChannelId, user_id })
  return { team_id, users, channels: { general: general.channel_id, 'support-acme': sharedChannelId } }
}

/** A company and its customer, the same ids every time on a fresh sandbox. */
export async function seedDemo(url: string, options: { app?: AppManifest } = {}): Promise<Demo> {
  const control = createSandboxControl(url)
  const northwind = await seedNorthwind(control)
  const acme = await seedAcme(control, northwind.channels['support-acme'])
  const app = options.app ? await control.createApp(options.app) : undefined
  return { northwind, acme, ...(app ? { app } : {}) }
}

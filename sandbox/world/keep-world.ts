import { readFile, rename, writeFile } from 'node:fs/promises'
import { deserialize, serialize } from 'node:v8'
import { APP_DEFAULTS } from '../actions/create-app.ts'
import { createIdFactory, type IdPrefix } from './ids.ts'
import { defaultSettings } from './settings.ts'
import type { World, WorldState } from './world.ts'

const SAVE_MS = 1_000

/** What lasts; open dialogs, logs and faults do not. */
const KEPT = [
  ...(['teams', 'users', 'bots', 'apps', 'installations', 'tokens', 'refreshTokens', 'channels', 'files'] as const),
  ...(['settings', 'limits', 'lastEventMicros'] as const),
] satisfies (keyof WorldState)[]

type Kept = Pick<WorldState, (typeof KEPT)[number]> & { idCounts: Map<IdPrefix, number> }

/** What an older sandbox did not write down is as it is by default. Nothing when there is no such file, or none that can be read any more: then the world begins anew. */
export async function recallWorld(file: string): Promise<Partial<WorldState>> {
  try {
    const { idCounts, ...state } = deserialize(await readFile(file)) as Kept
    const apps = new Map([...state.apps].map(([id, app]) => [id, { ...APP_DEFAULTS, ...app }]))
    return { ...state, apps, settings: { ...defaultSettings(), ...state.settings }, ids: createIdFactory(idCounts) }
  } catch {
    return {}
  }
}

/** Writes the world down every second in which it has changed, and once more at the end. */
export function keepWorld(world: World, file: string): { stop(): Promise<void> } {
  let saved = Buffer.alloc(0)
  const save = async () => {
    const bytes = serialize(lastingPart(world))
    if (bytes.equals(saved)) return
    await writeFile(`${file}.next`, bytes, { mode: 0o600 })
    await rename(`${file}.next`, file)
    saved = bytes
  }
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(save).catch((error: unknown) => console.error('the sandbox could not be saved:', error))
  }, SAVE_MS)
  return {
    async stop() {
      clearInterval(timer)
      await running
      await save()
    },
  }
}

function lastingPart(world: World): Kept {
  const parts = Object.fromEntries(KEPT.map((name) => [name, world[name]])) as Omit<Kept, 'idCounts'>
  return { ...parts, idCounts: world.ids.counts() }
}

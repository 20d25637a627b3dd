import type { RunningServer } from './child-server.ts'
import { runLoad, type Figures } from './run-load.ts'

/** A load's figures, and the server's CPU time from the moment the load says `started`, in ms. */
export async function measureLoad(server: RunningServer, file: string, options: object): Promise<{ figures: Figures; cpuMs: number }> {
  let before: Promise<number> = server.cpuMs()
  const figures = await runLoad(file, options, () => {
    before = server.cpuMs()
  })
  return { figures, cpuMs: (await server.cpuMs()) - (await before) }
}

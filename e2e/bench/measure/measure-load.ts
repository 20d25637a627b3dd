import type { RunningServer } from './child-server.ts'
import { runLoad, type Figures } from './run-load.ts'

/** Every load runs so long before anything counts: a server that has just started is still compiling itself. */
export const WARM_SECONDS = 2

/** Marks of a load: `STARTED` once joining and warming up are over; the other two around the joining of idle clients. */
export const STARTED = 'started'
export const FEW = 'few-idle'
export const MANY = 'many-idle'

export interface Measured {
  figures: Figures
  /** Of the server, from the mark `STARTED` to the load's end. */
  cpuMs: number
  /** What the server's memory has grown by from the mark `FEW` to the mark `MANY`, in kB, garbage collected both times. 0 without the marks. */
  grownKb: number
}

export async function measureLoad(server: RunningServer, file: string, options: object): Promise<Measured> {
  let before = 0
  let few = 0
  let many = 0
  const figures = await runLoad(file, options, async (name) => {
    if (name === FEW) few = await server.settledKb()
    if (name === MANY) many = await server.settledKb()
    if (name === STARTED) before = await server.cpuMs()
  })
  return { figures, cpuMs: (await server.cpuMs()) - before, grownKb: many - few }
}

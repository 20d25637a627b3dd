import { randomUUID } from 'node:crypto'

/** This process: whose sockets the people hold whose presence says so. */
export const NODE_ID: string = randomUUID()

import { once } from 'node:events'

/** In a load generator: says how far it is, and waits until whoever measures has taken down what it needs. */
export async function mark(name: string): Promise<void> {
  const answered = once(process.stdin, 'data')
  console.log(`mark ${name}`)
  await answered
}

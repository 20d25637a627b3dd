import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What Atrium is compared with, each in a folder of its own outside the workspace. `pnpm bench` fetches one when it first needs it;
 * install, start and test never do.
 */
const PEERS = {
  'socket.io': { 'socket.io': '4.8.4', 'socket.io-client': '4.8.4', 'socket.io-msgpack-parser': '3.0.2' },
  'colyseus-0.17': {
    '@colyseus/core': '0.17.51',
    '@colyseus/ws-transport': '0.17.13',
    '@colyseus/schema': '4.0.31',
    '@colyseus/sdk': '0.17.43',
    // Its transport cannot be loaded without.
    express: '5.3.0',
  },
  'colyseus-0.18': {
    '@colyseus/core': '0.18.17',
    '@colyseus/ws-transport': '0.18.4',
    '@colyseus/schema': '5.0.34',
    '@colyseus/sdk': '0.18.4',
  },
  express: { express: '5.3.0' },
  bolt: { '@slack/bolt': '5.1.0' },
  'graphile-worker': { 'graphile-worker': '0.18.0' },
} as const satisfies Record<string, Record<string, string>>
export type PeerName = keyof typeof PEERS

/** It cannot be fetched here. The report names it as missing. */
export class MissingPeer extends Error {}

const FOLDER = join(import.meta.dirname, '../peers')

/** @returns the folder that its `node_modules` is in. @throws MissingPeer */
export async function fetchPeer(name: PeerName): Promise<string> {
  const folder = join(FOLDER, name)
  const dependencies = PEERS[name]
  const manifest = JSON.stringify({ name: `peer-${name}`, private: true, type: 'module', dependencies })
  const stamp = join(folder, `installed-${Object.values(dependencies).join('-')}`)
  if (existsSync(stamp)) return folder
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), manifest)
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (install.status !== 0) throw new MissingPeer(`${name}: ${install.error?.message ?? install.stderr.trim().split('\n').at(-1) ?? ''}`)
  await writeFile(stamp, '')
  return folder
}

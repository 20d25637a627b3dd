import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbeddedPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'

/**
 * `node db/generate-types.ts` writes schema.generated.ts from a database that the migrations made;
 * with `--verify` it writes nothing and fails when the file is not what it should be.
 */
const target = new URL('schema.generated.ts', import.meta.url)
const folder = await mkdtemp(join(tmpdir(), 'atrium-types-'))
const database = await startEmbeddedPostgres({ dataFolder: folder, durable: false })
try {
  await migrate(database.url)
  const out = join(folder, 'schema.ts')
  const codegen = join(import.meta.dirname, 'node_modules/.bin/kysely-codegen')
  const exclude = '(auth.{account,session,user,verification}|public.kysely_*)'
  await promisify(execFile)(codegen, [
    ...['--dialect', 'postgres', '--url', database.url, '--out-file', out],
    ...['--include-pattern', '{public,auth}.*', '--exclude-pattern', exclude, '--numeric-parser', 'number'],
    ...['--overrides', '{}'],
  ])
  const generated = (await readFile(out, 'utf8')).replace(
    /export type Int8 = .*/,
    'export type Int8 = ColumnType<number, number | bigint, number | bigint>;',
  )
  if (!process.argv.includes('--verify')) await writeFile(target, generated)
  else if ((await readFile(target, 'utf8')) !== generated) {
    console.error('db/schema.generated.ts is not what the migrations make: run `node db/generate-types.ts`.')
    process.exitCode = 1
  }
} finally {
  await database.stop()
  await rm(folder, { recursive: true, force: true })
}

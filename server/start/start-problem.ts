import { ConfigError, type Config } from '../infra/config.ts'

/** A reason not to start that its reader can do something about. The message is all that is shown. */
export class StartProblem extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartProblem'
  }
}

const DATABASE_SAYS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'no answer in time',
  ECONNRESET: 'the connection was cut',
  '28P01': 'the user or password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'there is no such database',
  '42501': 'the user may not do what the migrations need (create roles, schemas and tables)',
}
const FOLDER_CODES = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC']

/** One line for what went wrong while starting; null for what nobody foresaw. */
export function describeProblem(error: unknown, config: Config | null): string | null {
  if (error instanceof ConfigError || error instanceof StartProblem) return error.message
  if (!(error instanceof Error) || !config) return null
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return portTaken(config)
  if (code in DATABASE_SAYS)
    return `The database at ${hostOf(config.databaseUrl)} cannot be used: ${DATABASE_SAYS[code]}. Check DATABASE_URL.`
  return null
}

export function portTaken({ host, port }: Config): string {
  return `Port ${port} on ${host} is taken. Stop what uses it, or choose another one, such as PORT=${port + 1}.`
}

/** @throws what it was given, where the folder is not to blame */
export function folderProblem(error: unknown, folder: string): StartProblem {
  const code = codeOf(error)
  if (!FOLDER_CODES.includes(code)) throw error
  return new StartProblem(`The folder ${folder} cannot be written (${code}). Choose another one with DATA_FOLDER.`, error)
}

/** Of the error or of what caused it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

/** Without the password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host || 'localhost' : 'DATABASE_URL'
}

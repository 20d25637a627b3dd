/** Characters of a password: what the server takes and what forms say. */
export const PASSWORD_LENGTH = { least: 10, most: 200 } as const

export interface ApiAnswer {
  status: number
  headers: Headers
  body: unknown
}
export interface ApiRequest {
  body?: unknown
  headers?: Record<string, string>
}
export type ApiClient = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>

/** A program with a key; none with null. */
export function apiClient(url: string, token: string | null): ApiClient {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
}

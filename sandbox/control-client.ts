import type { InputOf, OutputOf } from './control/operation.ts'
import type { OperationName, Operations } from './control/operations.ts'

type Input<N extends OperationName> = InputOf<Operations[N]>
type Output<N extends OperationName> = OutputOf<Operations[N]>

/** An operation that the sandbox refused. `code` is Slack's name where there is one. */
export class SandboxControlError extends Error {
  readonly operation: string
  readonly code: string

  constructor(operation: string, code: string, body: string) {
    super(`sandbox ${operation}: ${body}`)
    this.name = 'SandboxControlError'
    this.operation = operation
    this.code = code
  }
}

async function callSandbox<N extends OperationName>(url: string, name: N, input: Input<N>): Promise<Output<N>> {
  const response = await fetch(`${url.replace(/\/$/, '')}/control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const body = await response.text()
  if (response.ok) return JSON.parse(body) as Output<N>
  const { error } = JSON.parse(body) as { error?: string }
  throw new SandboxControlError(name, error ?? 'unknown', body)
}

/** Drives a sandbox from a test or the demo. Everything here changes or reads the sandbox itself, beside its Slack API. */
export function createSandboxControl(url: string) {
  const bind =
    <N extends OperationName>(name: N) =>
    (input: Input<N>): Promise<Output<N>> =>
      callSandbox(url, name, input)

  return {
    url,
    createWorkspace: bind('createWorkspace'),
    createUser: bind('createUser'),
    createChannel: bind('createChannel'),
    changeChannel: bind('changeChannel'),
    shareChannel: bind('shareChannel'),
    unshareChannel: bind('unshareChannel'),
    addMember: bind('addMember'),
    removeMember: bind('removeMember'),
    createApp: bind('createApp'),
    updateApp: (appId: string, change: Omit<Input<'updateApp'>, 'app_id'>) => callSandbox(url, 'updateApp', { ...change, app_id: appId }),
    installApp: bind('installApp'),
    uninstallApp: bind('uninstallApp'),
    revokeToken: bind('revokeToken'),
    act: {
      postMessage: bind('act.postMessage'),
      uploadFile: bind('act.uploadFile'),
      editMessage: bind('act.editMessage'),
      deleteMessage: bind('act.deleteMessage'),
      unfurl: bind('act.unfurl'),
      deleteFile: bind('act.deleteFile'),
      takeFileOut: bind('act.takeFileOut'),
      react: bind('act.react'),
      unreact: bind('act.unreact'),
      openDm: bind('act.openDm'),
      setProfile: bind('act.setProfile'),
      deactivateUser: bind('act.deactivateUser'),
      markRead: bind('act.markRead'),
      slashCommand: bind('act.slashCommand'),
      clickButton: bind('act.clickButton'),
      clickInView: bind('act.clickInView'),
      suggestOptions: bind('act.suggestOptions'),
      suggestOptionsInView: bind('act.suggestOptionsInView'),
      submitView: bind('act.submitView'),
      closeView: bind('act.closeView'),
      messageShortcut: bind('act.messageShortcut'),
      globalShortcut: bind('act.globalShortcut'),
      openAppHome: bind('act.openAppHome'),
    },
    state: {
      channel: (channelId: string) => callSandbox(url, 'state.channel', { channel_id: channelId }),
      channels: (teamId: string) => callSandbox(url, 'state.channels', { team_id: teamId }),
      users: (teamId: string) => callSandbox(url, 'state.users', { team_id: teamId }),
      appByName: bind('state.appByName'),
      apps: (teamId: string) => callSandbox(url, 'state.apps', { team_id: teamId }),
      views: (userId: string) => callSandbox(url, 'state.views', { user_id: userId }),
      faults: () => callSandbox(url, 'state.faults', {}),
      workspaces: () => callSandbox(url, 'state.workspaces', {}),
      ephemerals: bind('state.ephemerals'),
    },
    log: (query: Input<'log'> = {}) => callSandbox(url, 'log', query),
    deliveries: (query: Input<'deliveries'> = {}) => callSandbox(url, 'deliveries', query),
    faults: {
      add: bind('faults.add'),
      events: bind('faults.events'),
      clear: () => callSandbox(url, 'faults.clear', {}),
    },
    /** Replaces all rate limits; `{}` takes them away. */
    limits: bind('limits'),
    settings: bind('settings'),
    clock: { advance: bind('clock.advance') },
    socket: {
      disconnect: bind('socket.disconnect'),
      connections: (appId: string) => callSandbox(url, 'socket.connections', { app_id: appId }),
    },
    reset: () => callSandbox(url, 'reset', {}),
  }
}

export type SandboxControl = ReturnType<typeof createSandboxControl>

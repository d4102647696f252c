import type { Table } from '../command-line/command.ts'

/** The whole command line at one look. A command's own file is read only when it is called. */
export const table: Table = {
  listen: {
    summary: 'receive webhooks: verify, show and keep them',
    load: async () => (await import('./listen.ts')).listen,
  },
  trigger: {
    summary: 'send a signed event to a handler',
    load: async () => (await import('./trigger.ts')).trigger,
  },
  replay: {
    summary: 'send kept deliveries again',
    load: async () => (await import('./replay.ts')).replay,
  },
  schedule: {
    summary: "a provider's retries on a time line, and what an outage costs",
    load: async () => (await import('./schedule.ts')).schedule,
  },
  verify: {
    summary: 'say whether a signature is right, and why not',
    load: async () => (await import('./verify.ts')).verify,
  },
  sign: {
    summary: 'print the headers that a provider would sign a body with',
    load: async () => (await import('./sign.ts')).sign,
  },
  deliveries: {
    summary: 'look at what is kept',
    commands: {
      list: {
        summary: 'the newest deliveries, a line each',
        load: async () => (await import('./deliveries/list.ts')).list,
      },
      show: {
        summary: 'one delivery whole: request, verdict, attempts',
        load: async () => (await import('./deliveries/show.ts')).show,
      },
      diff: {
        summary: 'what differs between two deliveries',
        load: async () => (await import('./deliveries/diff.ts')).diff,
      },
      export: {
        summary: 'write deliveries as jsonl, curl, har or fixture',
        load: async () => (await import('./deliveries/export.ts')).exportCommand,
      },
      import: {
        summary: 'take in what was exported as jsonl',
        load: async () => (await import('./deliveries/import.ts')).importCommand,
      },
      tail: {
        summary: 'show deliveries as they are kept, by whichever process',
        load: async () => (await import('./deliveries/tail.ts')).tail,
      },
      prune: {
        summary: 'forget what is older than a time',
        load: async () => (await import('./deliveries/prune.ts')).prune,
      },
      stats: {
        summary: 'how many are kept, of which types',
        load: async () => (await import('./deliveries/stats.ts')).stats,
      },
    },
  },
  sandbox: {
    summary: "a provider's webhook platform on this machine: its API, and real deliveries",
    load: async () => (await import('./sandbox.ts')).sandbox,
    commands: {
      advance: {
        summary: 'move the clock of a running sandbox, and send all that falls due',
        load: async () => (await import('./sandbox/advance.ts')).advance,
      },
      emit: {
        summary: 'let an event happen in a running sandbox',
        load: async () => (await import('./sandbox/emit.ts')).emit,
      },
      state: {
        summary: 'endpoints, their health and deliveries of a running sandbox',
        load: async () => (await import('./sandbox/state.ts')).state,
      },
    },
  },
  providers: {
    summary: 'what is known of the providers',
    commands: {
      list: {
        summary: 'all providers and their dialects',
        load: async () => (await import('./providers/list.ts')).list,
      },
      show: {
        summary: 'one provider: signature, events, delivery rules, sources',
        load: async () => (await import('./providers/show.ts')).show,
      },
      events: {
        summary: 'the event types of one provider, or of all',
        load: async () => (await import('./providers/events.ts')).events,
      },
      types: {
        summary: 'TypeScript types of the events of one provider',
        load: async () => (await import('./providers/types.ts')).types,
      },
      keys: {
        summary: 'a key pair: what the handler is given, and what hooks signs with',
        load: async () => (await import('./providers/keys.ts')).keys,
      },
      detect: {
        summary: 'which providers a kept delivery may be of, and why',
        load: async () => (await import('./providers/detect.ts')).detectCommand,
      },
      init: {
        summary: 'begin a provider file of your own',
        load: async () => (await import('./providers/init.ts')).init,
      },
      validate: {
        summary: 'say what is wrong with a provider file, and how to mend it',
        load: async () => (await import('./providers/validate.ts')).validate,
      },
      add: {
        summary: 'install a provider file, so that its name will do',
        load: async () => (await import('./providers/add.ts')).add,
      },
      remove: {
        summary: 'forget an installed provider',
        load: async () => (await import('./providers/remove.ts')).remove,
      },
      learn: {
        summary: 'make a provider file out of a kept delivery and its secret',
        load: async () => (await import('./providers/learn.ts')).learn,
      },
    },
  },
  endpoints: {
    summary: 'the webhooks that are registered at a provider',
    commands: {
      list: {
        summary: 'all endpoints that are registered at a provider',
        load: async () => (await import('./endpoints/list.ts')).list,
      },
      create: {
        summary: 'register an endpoint',
        load: async () => (await import('./endpoints/create.ts')).create,
      },
      show: {
        summary: 'one endpoint: its health, its events, its secret',
        load: async () => (await import('./endpoints/show.ts')).show,
      },
      update: {
        summary: 'change an endpoint, enable or disable it',
        load: async () => (await import('./endpoints/update.ts')).update,
      },
      delete: {
        summary: 'delete an endpoint',
        load: async () => (await import('./endpoints/delete.ts')).deleteCommand,
      },
      test: {
        summary: 'have the provider send a test event',
        load: async () => (await import('./endpoints/test.ts')).testCommand,
      },
      'rotate-secret': {
        summary: 'have the provider make a new secret',
        load: async () => (await import('./endpoints/rotate-secret.ts')).rotateSecret,
      },
      events: {
        summary: 'what the provider has delivered',
        load: async () => (await import('./endpoints/events.ts')).events,
      },
      redeliver: {
        summary: 'have the provider deliver an event again',
        load: async () => (await import('./endpoints/redeliver.ts')).redeliver,
      },
      plan: {
        summary: 'what to change, so that a file is fulfilled',
        load: async () => (await import('./endpoints/plan.ts')).plan,
      },
      apply: {
        summary: 'make the endpoints that a file wants',
        load: async () => (await import('./endpoints/apply.ts')).apply,
      },
      check: {
        summary: 'say whether the endpoints are as a file wants them',
        load: async () => (await import('./endpoints/check.ts')).check,
      },
    },
  },
  config: {
    summary: 'your own settings',
    commands: {
      get: {
        summary: 'print one setting',
        load: async () => (await import('./config/get.ts')).get,
      },
      set: {
        summary: 'change one setting',
        load: async () => (await import('./config/set.ts')).set,
      },
      unset: {
        summary: 'forget one setting',
        load: async () => (await import('./config/unset.ts')).unset,
      },
      list: {
        summary: 'all settings in force, and where each is from',
        load: async () => (await import('./config/list.ts')).list,
      },
      path: {
        summary: 'where your settings are kept',
        load: async () => (await import('./config/path.ts')).path,
      },
    },
  },
  completion: {
    summary: 'print the completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion,
  },
  demo: {
    summary: 'everything above on this machine, in a few seconds',
    load: async () => (await import('./demo.ts')).demo,
  },
  __complete: {
    summary: 'what may stand next on the command line',
    hidden: true,
    load: async () => (await import('./complete.ts')).complete,
  },
}

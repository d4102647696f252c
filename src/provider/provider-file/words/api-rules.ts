import type { Word } from './word.ts'
import { word } from './word.ts'

/** The words for what a provider does with its endpoints. */
export const ruleWords: Readonly<Record<string, Word>> = {
  'api.rules': word('What the provider does with its endpoints.', { https: 'required' }),
  'api.rules.https': word('Whether URLs must be https.', 'required'),
  'api.rules.privateHosts': word('Whether localhost and private addresses are refused.', 'refused'),
  'api.rules.secret': word('Where secrets come from.', {
    from: 'server',
    form: 'whsec_{hex:32}',
    per: 'endpoint',
  }),
  'api.rules.secret.from': word('Who chooses a secret: client or server.', 'server'),
  'api.rules.secret.form': word('What one looks like: made as for newId.', 'whsec_{hex:32}'),
  'api.rules.secret.per': word('Whose it is: an endpoint, the company, or a workspace.', 'endpoint'),
  'api.rules.testEvent': word('The event that a test sends, where it is none of the documented ones.', {
    type: 'webhook.test',
    body: { id: '{eventId}', type: 'webhook.test' },
    onCreate: 'none',
  }),
  'api.rules.testEvent.type': word('Its type.', 'webhook.test'),
  'api.rules.testEvent.body': word(
    "Its payload: a JSON template over {eventId}, {at} and {id}, the endpoint's.",
    {
      id: '{eventId}',
      type: 'webhook.test',
      created_at: '{at}',
    },
  ),
  'api.rules.testEvent.onCreate': word('Whether a new endpoint must accept one.', 'must-succeed'),
  'api.rules.onEnable': word(
    'What becomes of the failures where an endpoint is enabled again.',
    'resets-failures',
  ),
  'api.rules.eventTypes': word('Which event types are taken.', 'documented'),
  'api.rules.eventGlobs': word('Whether patterns such as order.* are taken as well.', true),
  'api.rules.unknownFields': word('What becomes of fields that the API does not know.', 'refused'),
  'api.rules.redelivery': word('To which endpoints an event is sent again.', 'all-endpoints'),
  'api.rules.masterSwitch': word('A switch of each workspace, besides that of each endpoint.', {
    method: 'PATCH',
    path: '/workspaces/{workspace}',
    body: { webhook_enabled: '{enabled}' },
    initially: 'on',
  }),
  'api.rules.masterSwitch.method': word('How it is set: the method.', 'PATCH'),
  'api.rules.masterSwitch.path': word('The path, with {workspace}.', '/workspaces/{workspace}'),
  'api.rules.masterSwitch.body': word('A JSON template over {enabled}.', { webhook_enabled: '{enabled}' }),
  'api.rules.masterSwitch.body.*': word('The value of this field.', '{enabled}'),
  'api.rules.masterSwitch.answer': word('The answer: a JSON template over {workspace} and {enabled}.', {
    webhook_enabled: '{enabled}',
  }),
  'api.rules.masterSwitch.initially': word('How it stands at first.', 'on'),
}

import type { CommandContext } from '../../command-line/command.ts'
import type { WantedEndpoint } from '../../command-line/settings-document.ts'
import { sameUrl } from '../../endpoint/plan.ts'
import { HooksError } from '../../errors.ts'
import { readJson } from '../../http/body.ts'

/** The file that is meant where none is named: the nearest one upwards. */
const usualName = 'hooks.config.json'

/** The endpoints that a file wants of one provider. */
export interface WantedOfProvider {
  readonly provider: string
  readonly endpoints: readonly WantedEndpoint[]
}

/**
 * The endpoints that a settings file wants, by provider.
 *
 * @param file the file; the nearest `hooks.config.json`, where none is named
 * @param provider only those of this one
 * @throws HooksError `unreadable-file`, `invalid-settings`, or `usage` where the file speaks of no endpoints
 */
export async function readWanted(
  file: string | undefined,
  provider: string | undefined,
  context: CommandContext,
): Promise<WantedOfProvider[]> {
  const found = await find(file, context)
  const reading = readJson(found.bytes)
  const { path } = found
  if (!reading.ok)
    throw new HooksError('invalid-settings', `${path} is no JSON: ${reading.why}.`, 'Mend it there.')
  const { checkSettings } = await import('../../command-line/settings-document.ts')
  const { endpoints = {} } = checkSettings(reading.value, path)
  const wanted = Object.entries(endpoints)
    .map(([name, list]) => ({ provider: context.catalog.profile(name).name, endpoints: list }))
    .filter((each) => provider === undefined || each.provider === provider)
  for (const each of wanted) refuseTwice(each, path)
  if (wanted.length > 0) return wanted
  const whose = provider === undefined ? '' : ` of ${provider}`
  throw new HooksError(
    'usage',
    `${path} speaks of no endpoints${whose}.`,
    `Write there: "endpoints": {"${provider ?? 'NAME'}": [{"url": "https://…", "events": ["…"]}]}`,
  )
}

async function find(
  file: string | undefined,
  { files }: CommandContext,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  if (file !== undefined) return { path: file, bytes: await files.read(file) }
  const found = await files.findUp(usualName)
  if (found) return { path: found.path, bytes: new Uint8Array(Buffer.from(found.text)) }
  throw new HooksError(
    'usage',
    `There is no ${usualName} here or above, and no file is named.`,
    'Name it: hooks endpoints plan FILE',
  )
}

/** An endpoint is known by its URL, so that two of one URL could not be told apart. */
function refuseTwice({ provider, endpoints }: WantedOfProvider, path: string): void {
  const twice = endpoints.find(({ url, workspace }, at) =>
    endpoints.some((other, place) => place < at && sameUrl(other.url, url) && other.workspace === workspace),
  )
  if (!twice) return
  throw new HooksError(
    'invalid-settings',
    `${path} wants the endpoint ${twice.url} of ${provider} twice.`,
    'Join the two: one with the events of both.',
  )
}

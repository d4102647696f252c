import type { Asked, Endpoint } from '../../endpoint/api/api.ts'
import { figureOf } from '../../provider/figure.ts'
import { saidOnly } from './endpoint-wish.ts'
import { withEndpoint } from './endpoints.ts'
import type { Management } from './management.ts'

/** Changes an endpoint in what is asked, and in nothing else, whatever the API takes an update for. */
export async function changeEndpoint(management: Management, id: string, asked: Asked): Promise<Endpoint> {
  const { api, client } = management
  const { semantics = 'partial' } = api.section.routes.update ?? {}
  return withEndpoint(management, id, async (whole) => {
    if (figureOf(semantics) === 'partial') return client.update({ ...asked, id: whole })
    const { url, events, enabled, description } = await client.show({ id: whole })
    const standing = { url, events, enabled: enabled ?? undefined, description: description ?? undefined }
    return client.update({ ...standing, ...saidOnly(asked), id: whole })
  })
}

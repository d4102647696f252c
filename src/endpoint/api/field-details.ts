import type { Json } from '../../http/body.ts'
import { isObject } from '../../http/body.ts'
import { parsePath, valueAt } from '../../provider/path.ts'
import type { Problem } from './api.ts'

type Fields = Problem['fields']

/** What is said of single fields, at the first of some places where anything is: a list, or an object by field. */
export function fieldsAt(json: Json, places: readonly string[]): Fields {
  const found = places.map((place) => fieldsOf(valueAt(json, parsePath(place) ?? [place])))
  return found.find((fields) => fields.length > 0) ?? []
}

function fieldsOf(details: Json | undefined): Fields {
  if (Array.isArray(details)) return details.flatMap((each: Json) => fieldOf(each) ?? [])
  if (!isObject(details)) return []
  return Object.entries(details).flatMap(([field, said]) => {
    const message = messageOf(said)
    return message === undefined ? [] : [{ field, message }]
  })
}

/** `{"field":"url","message":"required"}`, in the words of various APIs. */
function fieldOf(detail: Json): Fields[number] | undefined {
  if (!isObject(detail)) return undefined
  const message = messageOf(detail.message ?? detail.msg ?? detail.reason)
  const field = nameOf(detail.field ?? detail.path ?? detail.param ?? detail.loc)
  return message === undefined || field === undefined ? undefined : { field, message }
}

function nameOf(place: Json | undefined): string | undefined {
  const steps: readonly Json[] = Array.isArray(place) ? place : [place ?? '']
  const name = steps.filter((step) => typeof step === 'string' || typeof step === 'number').join('.')
  return name === '' ? undefined : name
}

function messageOf(said: Json | undefined): string | undefined {
  if (typeof said === 'string') return said
  if (!Array.isArray(said)) return undefined
  const texts = said.filter((each: Json) => typeof each === 'string')
  return texts.length > 0 ? texts.join('; ') : undefined
}

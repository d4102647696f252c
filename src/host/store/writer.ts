import type { Attempt, Delivery, Ending } from '../../delivery/delivery.ts'
import type { Store } from '../../delivery/store.ts'
import { attemptRow, deliveryRow } from './rows.ts'
import type { Database } from './sqlite.ts'
import { maybe, stored, text } from './values.ts'

/** What changes the store; each works within the transaction that is open. */
export interface Writer {
  keep(delivery: Delivery): Awaited<ReturnType<Store['keep']>>
  keepAttempt(attempt: Attempt, answered: number | undefined): void
  answer(id: string, status: number): void
  end(id: string, ending: Ending): void
  prune(before: number): number
}

/** A received event that was received before points to the first time; all else keeps what it says itself. */
const insertDelivery = `
  INSERT INTO deliveries (id, direction, at, provider, event_id, type, unknown_type, verdict, signature,
    sent_to, answered, duplicate_of, replay_of, method, target, headers, body, tampered, ended)
  VALUES (:id, :direction, :at, :provider, :event_id, :type, :unknown_type, :verdict, :signature,
    :sent_to, :answered, coalesce((
      SELECT id FROM deliveries
      WHERE :direction = 'in' AND direction = 'in' AND event_id = :event_id AND provider IS :provider
      ORDER BY place LIMIT 1
    ), :duplicate_of), :replay_of, :method, :target, :headers, :body, :tampered, :ended)
  RETURNING duplicate_of`

const insertAttempt = `
  INSERT INTO attempts (delivery, number, at, sent_to, headers, outcome, duration_ms,
    status, status_text, response_headers, response_body, response_truncated, why, detail, scheduled)
  VALUES (:delivery, :number, :at, :sent_to, :headers, :outcome, :duration_ms,
    :status, :status_text, :response_headers, :response_body, :response_truncated, :why, :detail, :scheduled)`

export function createWriter(database: Database): Writer {
  const deliveries = database.statement(insertDelivery)
  const attempts = database.statement(insertAttempt)
  const answers = database.statement('UPDATE deliveries SET answered = ? WHERE id = ?')
  const answer = (id: string, status: number): void => void answers.run(status, stored(id))
  return {
    keep: (delivery) => ({
      duplicateOf: maybe(deliveries.get(deliveryRow(delivery))?.duplicate_of ?? null, text),
    }),
    keepAttempt: (attempt, answered) => {
      attempts.run(attemptRow(attempt))
      if (answered !== undefined) answer(attempt.delivery, answered)
    },
    answer,
    end: (id, ending) => {
      const ends = database.statement('UPDATE deliveries SET ended = ? WHERE id = ?')
      ends.run(JSON.stringify(ending), stored(id))
    },
    prune: (before) => {
      const { changes } = database.statement('DELETE FROM deliveries WHERE at < ?').run(before)
      database.statement('DELETE FROM runs WHERE at < ?').run(before)
      // Gives the room back to the disk.
      database.exec('PRAGMA incremental_vacuum')
      return Number(changes)
    },
  }
}

/** The series of metrics.db: one row a series. */
import type { Dimension, Series, Unit } from "../../../model/metric.ts";
import type { StoredSeries } from "../../../store/metric-store.ts";
import type { Database, Statement } from "../driver.ts";

export class SeriesRows {
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #touch: Statement;
  readonly #delete: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = database.prepare("INSERT INTO series (namespace, metric_name, unit, dimensions, last_second) VALUES (?, ?, ?, ?, 0)");
    this.#touch = database.prepare("UPDATE series SET last_second = ? WHERE id = ? AND last_second < ?");
    this.#delete = database.prepare("DELETE FROM series WHERE id = ?");
  }

  /** All series there are. */
  *all(): IterableIterator<StoredSeries> {
    const rows = this.#database.prepare("SELECT id, namespace, metric_name, unit, dimensions, last_second FROM series");
    for (const row of rows.iterate()) {
      yield {
        id: row.id as number,
        namespace: row.namespace as string,
        metricName: row.metric_name as string,
        unit: row.unit as Unit,
        dimensions: (JSON.parse(row.dimensions as string) as [string, string][]).map(([name, value]): Dimension => ({ name, value })),
        lastSecond: row.last_second as number,
      };
    }
  }

  /** Adds a series; tells its id. */
  insert({ namespace, metricName, unit, dimensions }: Series): number {
    const text = JSON.stringify(dimensions.map(({ name, value }) => [name, value]));
    return this.#insert.run(namespace, metricName, unit, text).lastInsertRowid;
  }

  touch(id: number, lastSecond: number): void {
    this.#touch.run(lastSecond, id, lastSecond);
  }

  delete(id: number): void {
    this.#delete.run(id);
  }
}

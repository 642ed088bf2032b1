/** A connection for one request alone, as a health check needs it: opened for it with a full handshake, closed after it. */
import type { Connector, Destination, Opening } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { ConnectionOwner } from "./connection.ts";
import type { ConnectionTaker } from "./connections.ts";
import type { AttemptFailure } from "./failure.ts";
import type { AnswerLimits } from "./http-answer.ts";

export class OwnConnection implements ConnectionOwner {
  readonly #connector: Connector;
  readonly #destination: Destination;
  readonly #limits: AnswerLimits;

  constructor(connector: Connector, destination: Destination, limits: AnswerLimits) {
    this.#connector = connector;
    this.#destination = destination;
    this.#limits = limits;
  }

  /** As `Connections.take`; always opens a fresh one. */
  take(taker: ConnectionTaker): () => void {
    const opening: Opening = this.#connector.open(this.#destination);
    let wanted = true;
    opening.opened.then(
      (opened) => {
        const connection = new Connection(opened, this.#limits);
        connection.owner = this;
        if (wanted) taker.connected(connection, opening.stamps);
        else connection.destroy();
      },
      (failure: AttemptFailure) => {
        if (wanted) taker.notConnected(failure);
      },
    );
    return () => {
      wanted = false;
      opening.abandon();
    };
  }

  released(connection: Connection): void {
    connection.destroy();
  }

  closed(): void {}
}

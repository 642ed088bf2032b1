/** A connection for one request alone, as a health check needs it: opened for it with a full handshake, closed after it. */
import type { Connector, Destination } from "./connect.ts";
import { Connection } from "./connection.ts";
import type { ConnectionOwner } from "./connection.ts";
import type { CancelTake, ConnectionTaker } from "./connections.ts";
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

  mark(): number {
    return 0;
  }

  /** As `Connections.take`; always opens a fresh one. */
  take(taker: ConnectionTaker): CancelTake {
    let wanted = true;
    const opening = this.#connector.open(this.#destination, {
      opened: (opened, stamps) => {
        const connection = new Connection(opened, this.#limits, 1);
        connection.owner = this;
        if (wanted) taker.connected(connection, stamps);
        else connection.destroy();
      },
      failed: (failure) => {
        if (wanted) taker.notConnected(failure);
      },
    });
    return () => {
      wanted = false;
      opening.abandon();
      return opening.stamps;
    };
  }

  released(connection: Connection): void {
    connection.destroy();
  }

  closed(): void {}
}

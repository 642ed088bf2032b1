/** What an API's client is to be told. Thrown inside, caught once at the door (aws/dispatch), encoded by each protocol. */

export interface ApiErrorDetails {
  /** The shape's name: JSON's `__type`, e.g. "NotFoundException". */
  readonly code: string;
  /** Empty where AWS sends none. */
  readonly message: string;
  readonly status: number;
  /** The query protocol's legacy code where it differs from `code`, e.g. "ResourceNotFound" for DashboardNotFoundError. */
  readonly queryCode?: string;
  /** Whose fault; by default the server's from status 500 on. */
  readonly fault?: "Sender" | "Receiver";
  /** Replaces the service's errorNamespace, e.g. "com.amazon.coral.validate". */
  readonly namespace?: string;
  /** Further members of the error shape, e.g. dashboardValidationMessages. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export class ApiError extends Error {
  readonly details: ApiErrorDetails;

  constructor(details: ApiErrorDetails) {
    super(details.message);
    this.name = details.code;
    this.details = details;
  }
}

/** Dashboards and the tags of resources, as they are kept. */

/** A dashboard, known by its name. */
export interface Dashboard {
  /** JSON, letter for letter as it was put. */
  readonly body: string;
  /** Epoch ms. */
  readonly modifiedAt: number;
}

/** Tags of one resource, known by its ARN. */
export interface ResourceTags {
  readonly tags: Readonly<Record<string, string>>;
}

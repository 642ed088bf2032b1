/** Access keys of this service: who may call its AWS APIs and sign in to its console. */

/** `admin` all; `user` crypto and describing as key policies and grants allow; `viewer` metrics, alarms, dashboards, no crypto. */
export const roles = ["viewer", "user", "admin"] as const;
export type Role = (typeof roles)[number];

/** Name of the access key that the first start makes. */
export const firstAccessKeyName = "admin";

export interface AccessKey {
  /** `AKIA` and 16 of A–Z, 2–7. */
  readonly id: string;
  /** Sealed at rest, never logged. */
  readonly secret: string;
  /** The user's name; the last part of the principal's ARN `arn:aws:iam::<account>:user/<name>`. Unique. */
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
}

/** A console session: the cookie's value is known here by its SHA-256 alone. */
export interface ConsoleSession {
  /** Hexadecimal SHA-256 of the cookie's value. */
  readonly id: string;
  /** Hexadecimal SHA-256 of the CSRF token that must come in a header with every changing request. */
  readonly csrfHash: string;
  readonly userName: string;
  readonly role: Role;
  readonly createdAt: number;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Whether `role` includes what `needed` may do. */
export function includes(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

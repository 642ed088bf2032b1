/** Who is signed in and how to reach the server, for every page. */
import { createContext, useContext } from "react";
import type { Api, Session } from "../api.ts";

export interface SignedIn {
  readonly session: Session;
  readonly api: Api;
}

export const SessionContext = createContext<SignedIn | undefined>(undefined);

/** Throws outside of a signed-in page, which would be a fault of ours. */
export function useSignedIn(): SignedIn {
  const value = useContext(SessionContext);
  if (!value) throw new Error("no session around this page");
  return value;
}

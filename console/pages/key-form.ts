/** Rules of the form that creates a KMS key in an external key store. */

interface KeyFields {
  readonly keyStoreId: string | undefined;
  readonly externalKeyId: string;
  /** Without `alias/`; empty for none. */
  readonly alias: string;
  readonly confirmed: boolean;
}

/** What is wrong, by field. */
export function keyProblems({ keyStoreId, externalKeyId, alias, confirmed }: KeyFields): Partial<Record<keyof KeyFields, string>> {
  return {
    ...(keyStoreId === undefined && { keyStoreId: "Choose a key store." }),
    ...(!/^[A-Za-z0-9_.-]{1,128}$/.test(externalKeyId) && {
      externalKeyId: "Enter 1 to 128 letters, digits, dots, dashes or underscores.",
    }),
    ...(alias !== "" && !/^[A-Za-z0-9/_-]{1,250}$/.test(alias) && { alias: "An alias holds letters, digits, /, _ and - only." }),
    ...(alias.startsWith("aws/") && { alias: "Names that begin with aws/ are reserved." }),
    ...(!confirmed && { confirmed: "Confirm this to go on." }),
  };
}

/** Grants on the wire: the members that several operations share, and a grant as lists show it. */
import { encryptionContextType, grantIdType, keyIdType, markerType, principalIdType } from "../shapes.ts";
import { boolean, enumeration, type Infer, list, string, structure, timestamp } from "../../lib/schema.ts";
import { type Grant, type GrantConstraints, grantOperations } from "../../model/grant.ts";
import { pageOf, type PageRequest } from "./paging.ts";
import type { Directory } from "../directory.ts";

export const grantOperationListType = list(enumeration(grantOperations));
export const grantNameType = string({ length: [1, 256], pattern: /^[a-zA-Z0-9:/_-]+$/ });
export const servicePrincipalType = string({ length: [1, 128], pattern: /^([A-Za-z0-9-]+)\.([A-Za-z0-9-]+)(\.[A-Za-z0-9-]+)+$/ });
export const grantConstraintsType = structure("GrantConstraints", {
  EncryptionContextSubset: encryptionContextType,
  EncryptionContextEquals: encryptionContextType,
  SourceArn: string({ length: [20, 512], pattern: /^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$/ }),
});

const grantListEntryType = structure("GrantListEntry", {
  KeyId: keyIdType,
  GrantId: grantIdType,
  Name: string(),
  CreationDate: timestamp(),
  GranteePrincipal: principalIdType,
  RetiringPrincipal: principalIdType,
  IssuingAccount: principalIdType,
  Operations: grantOperationListType,
  Constraints: grantConstraintsType,
});

export const listGrantsResponse = structure("ListGrantsResponse", {
  Grants: list(grantListEntryType),
  NextMarker: markerType,
  Truncated: boolean(),
});

const defaultLimit = 50;
/** A larger Limit is taken, but no page is longer, as on AWS. */
const longestPage = 100;

/** One page of grants, as ListGrants and ListRetirableGrants answer. */
export function pageOfGrants(grants: Iterable<Grant>, request: PageRequest, directory: Directory): Infer<typeof listGrantsResponse> {
  const Limit = Math.min(request.Limit ?? defaultLimit, longestPage);
  const { entries, ...rest } = pageOf(grants, ({ id }) => id, { ...request, Limit }, defaultLimit);
  return { Grants: entries.map((grant) => grantEntry(grant, directory)), ...rest };
}

function grantEntry(grant: Grant, directory: Directory): Infer<typeof grantListEntryType> {
  return {
    KeyId: directory.key(grant.keyId)?.arn ?? grant.keyId,
    GrantId: grant.id,
    // As on AWS: a grant without a name has an empty one.
    Name: grant.name ?? "",
    CreationDate: grant.createdAt / 1000,
    GranteePrincipal: grant.granteePrincipal,
    ...(grant.retiringPrincipal === undefined ? {} : { RetiringPrincipal: grant.retiringPrincipal }),
    IssuingAccount: grant.issuingAccount,
    Operations: [...grant.operations],
    ...(grant.constraints ? { Constraints: wireConstraints(grant.constraints) } : {}),
  };
}

const wireConstraints = ({ encryptionContextSubset, encryptionContextEquals }: GrantConstraints): Infer<typeof grantConstraintsType> => ({
  ...(encryptionContextSubset ? { EncryptionContextSubset: { ...encryptionContextSubset } } : {}),
  ...(encryptionContextEquals ? { EncryptionContextEquals: { ...encryptionContextEquals } } : {}),
});

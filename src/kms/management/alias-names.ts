/** The rules on names of aliases, and the errors about aliases that are not there. */
import { aliasArn } from "../find-key.ts";
import { kmsError } from "../errors.ts";
import type { ApiError } from "../../aws/api-error.ts";
import type { Installation } from "../directory.ts";

const prefix = "alias/";
const reservedPrefix = "alias/aws/";

/** Throws ValidationException for what is no alias name, and NotAuthorizedException for the names that AWS keeps to itself. */
export function checkAliasName(name: string): void {
  if (!name.startsWith(prefix)) {
    throw kmsError(
      "ValidationException",
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name === prefix) throw kmsError("ValidationException", "Invalid identifier");
  // The model's pattern allows it, but it would break the alias's ARN.
  if (name.includes(":")) throw kmsError("ValidationException", `${name} contains invalid characters for an alias`);
  if (name.startsWith(reservedPrefix)) throw kmsError("NotAuthorizedException", "");
}

export function aliasNotFound(installation: Installation, name: string): ApiError {
  return kmsError("NotFoundException", `Alias ${aliasArn(installation, name)} is not found.`);
}

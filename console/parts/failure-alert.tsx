/** A failed call, said with code, message, request id and a way to try again. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { ApiFailure } from "../api.ts";

interface FailureAlertProps {
  readonly failure: Error | undefined;
  readonly header: string;
  readonly onRetry?: () => void;
  /** What to do about it, where it is known. */
  readonly remedy?: ReactNode;
}

export function FailureAlert({ failure, header, onRetry, remedy }: FailureAlertProps): ReactNode {
  if (!failure) return null;
  return (
    <Alert type="error" header={header} action={onRetry && <Button onClick={onRetry}>Retry</Button>}>
      <Box variant="span">
        {failure.name}
        {failure.message && `: ${failure.message}`}
      </Box>
      {remedy && <Box>{remedy}</Box>}
      {failure instanceof ApiFailure && failure.requestId && <Box variant="small">Request ID {failure.requestId}</Box>}
    </Alert>
  );
}

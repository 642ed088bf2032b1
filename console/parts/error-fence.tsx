/** Keeps a fault of one page from blanking the whole console. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";

interface FenceProps {
  readonly children: ReactNode;
}

export class ErrorFence extends Component<FenceProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (isMissingPart(error)) {
      return (
        <Alert
          type="info"
          header="xkswatch was updated"
          action={
            <Button variant="primary" onClick={() => window.location.reload()}>
              Reload
            </Button>
          }
        >
          This page was opened before the update, and a part of it is no longer there. Reload the page to go on.
        </Alert>
      );
    }
    return (
      <Alert type="error" header="This page failed" action={<Button onClick={() => window.location.reload()}>Reload</Button>}>
        {error.message}
      </Alert>
    );
  }
}

/** How browsers (Chromium, Firefox, Safari) and Vite say that a part loaded on demand is not there. */
const missingPart =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS/i;

function isMissingPart(error: Error): boolean {
  return missingPart.test(error.message);
}

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
    return (
      <Alert type="error" header="This page failed" action={<Button onClick={() => window.location.reload()}>Reload</Button>}>
        {error.message}
      </Alert>
    );
  }
}

/** An address that names no page. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";

export function NotFoundPage({ onHome }: { readonly onHome: () => void }): ReactNode {
  return (
    <Alert type="warning" header="There is no such page" action={<Button onClick={onHome}>Key stores</Button>}>
      The address {window.location.pathname} names nothing here.
    </Alert>
  );
}

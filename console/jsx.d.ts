/** Cloudscape's declarations say JSX.Element; React 19's types have no global JSX, so it is named here. */
import type { JSX as ReactJsx } from "react";

declare global {
  namespace JSX {
    type Element = ReactJsx.Element;
    type IntrinsicElements = ReactJsx.IntrinsicElements;
  }
}

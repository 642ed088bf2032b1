/** Where the browser starts. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@cloudscape-design/global-styles/index.css";
import "./styles.css";
import { App } from "./app.tsx";
import { followLinks } from "./parts/router.ts";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no element #root");
followLinks();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

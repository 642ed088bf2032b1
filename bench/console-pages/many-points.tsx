/** One line of a week at one second, drawn by the console's own canvas. For bench/console.ts alone. */
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Canvas } from "../../console/graph/canvas.tsx";

const count = 604_800;
const from = 1_750_000_000;
const columns = {
  times: Array.from({ length: count }, (_, index) => from + index),
  periodSeconds: 1,
  lines: [
    {
      id: "m1:0",
      queryId: "m1",
      label: "latency",
      values: Array.from({ length: count }, (_, index) => 50 + 30 * Math.sin(index / 5000) + (index % 97) / 10),
    },
  ],
  messages: [],
};

declare global {
  interface Window {
    /** Draws it anew; resolves with the milliseconds until the frame after it. */
    drawManyPoints: () => Promise<number>;
  }
}

window.drawManyPoints = async () => {
  const element = document.createElement("div");
  element.style.width = "660px";
  document.getElementById("root")?.replaceChildren(element);
  const root = createRoot(element);
  const began = performance.now();
  flushSync(() =>
    root.render(
      <Canvas
        title="Many points"
        columns={columns}
        styles={[{ color: "#1f77b4", dash: [] }]}
        hidden={new Set()}
        stacked={false}
        zone="utc"
        bounds={{ min: 0 }}
        unit=" ms"
        thresholds={[]}
        thresholdColour="#d62728"
        events={[]}
        syncKey={undefined}
        height={200}
        window={[from, from + count]}
        mode="light"
        onZoom={undefined}
        onResetZoom={undefined}
        onChoose={undefined}
      />,
    ),
  );
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const ms = performance.now() - began;
  root.unmount();
  return ms;
};

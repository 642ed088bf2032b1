/** Adds an expression: metric math, SEARCH, or a Metrics Insights query. */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import type { MetricWidget } from "../graph/widget.ts";
import { addExpression } from "./graph-rows.ts";

interface QueryTabProps {
  readonly onAdd: (change: (widget: MetricWidget) => MetricWidget) => void;
}

const examples = [
  `SELECT SUM(XksProxyErrors) FROM "AWS/KMS" GROUP BY ExceptionName ORDER BY SUM() DESC LIMIT 10`,
  `SEARCH('{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation,XksOperation} MetricName="XksProxyLatency"', 'p99')`,
] as const;

export function QueryTab({ onAdd }: QueryTabProps): ReactNode {
  const [text, setText] = useState("");
  return (
    <SpaceBetween size="s">
      <FormField
        label="Query or expression"
        description="Metrics Insights (SELECT …), SEARCH(…), or metric math over the ids of graphed metrics."
        stretch
      >
        <Textarea value={text} rows={4} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" disabled={text.trim() === ""} onClick={() => onAdd((widget) => addExpression(widget, text))}>
          Add
        </Button>
        <Button onClick={() => setText(examples[0])}>Example: query</Button>
        <Button onClick={() => setText(examples[1])}>Example: search</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

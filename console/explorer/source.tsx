/** The explored graph as CloudWatch widget JSON, to copy and to paste. */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import type { MetricWidget } from "../graph/widget.ts";
import { parseGraph } from "./explorer-link.ts";

interface SourceProps {
  readonly widget: MetricWidget;
  readonly onWidget: (widget: MetricWidget) => void;
}

export function Source({ widget, onWidget }: SourceProps): ReactNode {
  const [text, setText] = useState(() => JSON.stringify(widget, undefined, 2));
  const [problem, setProblem] = useState<string>();
  const apply = (): void => {
    const read = parseGraph(text);
    if (typeof read === "string") setProblem(read);
    else onWidget(read);
  };
  return (
    <SpaceBetween size="s">
      <FormField label="CloudWatch widget JSON" errorText={problem} stretch>
        <Textarea
          value={text}
          rows={18}
          spellcheck={false}
          onChange={({ detail }) => {
            setText(detail.value);
            setProblem(undefined);
          }}
        />
      </FormField>
      <Button variant="primary" onClick={apply}>
        Update
      </Button>
    </SpaceBetween>
  );
}

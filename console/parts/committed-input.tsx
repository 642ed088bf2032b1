/** A field whose change counts when it is left or Enter is pressed. */
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";

interface CommittedInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function CommittedInput({ label, value, onChange }: CommittedInputProps): ReactNode {
  const [text, setText] = useState<string>();
  const done = (): void => {
    if (text !== undefined && text !== value) onChange(text);
    setText(undefined);
  };
  return (
    <Input
      ariaLabel={label}
      value={text ?? value}
      spellcheck={false}
      onChange={({ detail }) => setText(detail.value)}
      onBlur={done}
      onKeyDown={({ detail }) => detail.key === "Enter" && done()}
    />
  );
}
